"""A pytest plugin: every rule of a pack, every example and every fixture file is a test.

    [tool.pytest.ini_options]
    mllint_pack = "my_pack"
    mllint_fixtures = "tests/fixtures"

The tests of a rule are collected from the file of the rule, so `pytest src/my_pack/torch` runs those of one
folder and `-k some-rule` those of one rule. They take part in every run that names no path, and in those that
name a folder in which the fixtures or the `testpaths` lie. Fixture files are
`<mllint_fixtures>/<family>/<rule_name>/*.py`. Without `mllint_pack` the plugin does nothing.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mllint_rules.kit.rule import Rule

PACK = "mllint_pack"
FIXTURES = "mllint_fixtures"


@dataclass(frozen=True)
class _Setup:
    """The configured packs by their folders, and the folders of fixtures."""

    packs: dict[Path, str]
    fixtures: tuple[Path, ...]

    def is_fixture(self, path: Path) -> bool:
        return path.suffix == ".py" and any(folder in path.parents for folder in self.fixtures)

    def rule_module(self, path: Path) -> str | None:
        """The module of a file in which a rule may be."""
        if path.suffix != ".py" or path.name.startswith("_"):
            return None
        for folder, package in self.packs.items():
            if folder in path.parents:
                return ".".join((package, *path.relative_to(folder).with_suffix("").parts))
        return None


_SETUP = pytest.StashKey[_Setup]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the settings."""
    parser.addini(PACK, "packages with mllint rules to be tested", type="args", default=[])
    parser.addini(FIXTURES, "folders with fixture files of these rules", type="paths", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Find the packs, and have their files collected. Raises `UsageError` for a pack that is not there."""
    packs = config.getini(PACK)
    if not packs:
        return
    fixtures = tuple(path.resolve() for path in config.getini(FIXTURES))
    setup = _Setup({folder: package for package in packs for folder in _folders(package)}, fixtures)
    config.stash[_SETUP] = setup
    if _is_wanted(config, setup):
        named = [Path(config.invocation_params.dir, arg.partition("::")[0]).resolve() for arg in config.args]
        config.args.extend(
            str(folder)
            for folder in setup.packs
            if not any(path == folder or path in folder.parents for path in named)
        )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect fixture files and the files of rules."""
    setup = parent.config.stash.get(_SETUP, None)
    if setup is None:
        return None
    if setup.is_fixture(file_path.resolve()):
        return FixtureFile.from_parent(parent, path=file_path)
    module = setup.rule_module(file_path.resolve())
    if module is None:
        return None
    return RuleFile.from_parent(parent, path=file_path, module=module)


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> Any:
    """Keep Python's own collector from importing fixtures, which are read and never run."""
    setup = parent.config.stash.get(_SETUP, None)
    is_ours = setup is not None and setup.is_fixture(module_path.resolve())
    return _NoTests.from_parent(parent, path=module_path) if is_ours else None


class RuleFile(pytest.File):
    """A file of a rule: its documentation and its examples."""

    def __init__(self, *, module: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.module = module

    def collect(self) -> Iterator[pytest.Item]:
        """A test of the rule's page and one for each example."""
        from mllint_rules.engine.registry import rules_in_modules
        from mllint_rules.testkit.documentation import check_documentation
        from mllint_rules.testkit.examples import check_example

        for rule in rules_in_modules([self.module]):
            yield _item(self, f"{rule.name}[documentation]", partial(check_documentation, rule))
            for number, example in enumerate(rule.examples, 1):
                yield _item(self, f"{rule.name}[example-{number}]", partial(check_example, rule, example))


class FixtureFile(pytest.File):
    """A fixture file: one test."""

    def collect(self) -> Iterator[pytest.Item]:
        """The test of the fixture."""
        rule_name = self.path.parent.name.replace("_", "-")
        yield _item(
            self, f"{rule_name}[fixture]", partial(_check_file, self.path, tuple(self.config.getini(PACK)))
        )


class _NoTests(pytest.File):
    def collect(self) -> list[pytest.Item]:
        return []


class RuleTest(pytest.Item):
    """One promise of a rule, kept or not."""

    def __init__(self, *, test: Callable[[], None], **rest: Any) -> None:
        super().__init__(**rest)
        self._test = test

    def runtest(self) -> None:
        """Run the test."""
        self._test()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What a rule author is told: the message alone, not the path through the testkit."""
        if isinstance(excinfo.value, AssertionError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the test comes from."""
        return self.path, 0, self.name


def _item(parent: pytest.File, name: str, test: Callable[[], None]) -> RuleTest:
    item: RuleTest = RuleTest.from_parent(parent, name=name, test=test)
    return item


def _check_file(path: Path, packs: tuple[str, ...]) -> None:
    from mllint_rules.testkit.fixtures import parse_fixture
    from mllint_rules.testkit.trials import check_fixture, rules_of_fixture

    fixture = parse_fixture(path.read_bytes().decode("utf-8"), path.name)
    if fixture.python > sys.version_info[:2]:
        pytest.skip(f"needs the syntax of Python {'.'.join(map(str, fixture.python))}")
    check_fixture(fixture, rules_of_fixture(fixture, path.parent.name, _rules(packs)))


@cache
def _rules(packs: tuple[str, ...]) -> dict[str, Rule[Any]]:
    from mllint_rules.engine.registry import load_rules

    return {rule.name: rule for rule in load_rules(packs)}


def _folders(package: str) -> list[Path]:
    try:
        found = importlib.util.find_spec(package)
    except ImportError:
        found = None
    if found is None or found.submodule_search_locations is None:
        raise pytest.UsageError(f"{PACK}: there is no package {package!r}")
    return [Path(folder).resolve() for folder in found.submodule_search_locations]


def _is_wanted(config: pytest.Config, setup: _Setup) -> bool:
    """Whether a run takes in the rules although it does not name their files."""
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        return True
    tests = {*setup.fixtures, *(Path(config.rootpath, path).resolve() for path in config.getini("testpaths"))}
    folders = [Path(config.invocation_params.dir, arg).resolve() for arg in config.args]
    return any(folder == test or folder in test.parents for folder in folders for test in tests)
