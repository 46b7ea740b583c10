"""The settings there are: one frozen dataclass whose fields say what they mean and what they take."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Literal

from mllint_rules.model.classification import Preset, Severity

LoggingStyle = Literal["auto", "stdlib", "structlog", "loguru"]
SchemaLibrary = Literal["auto", "pandera", "pydantic"]

OUTPUT_FORMATS = ("text", "concise", "json", "jsonl", "github")

# Words that a later version will take. They get an answer of their own instead of "unknown".
PLANNED_KEYS = ("baseline", "cache-dir", "seed-helper")
PLANNED_OUTPUT_FORMATS = ("sarif", "gitlab", "junit", "rdjson", "markdown", "html")

DEFAULT_INCLUDE = ("*.py", "*.pyi", "*.ipynb")
DEFAULT_EXCLUDE = (
    ".*",  # hidden: version control, environments, caches, notebook checkpoints
    "__pycache__",
    "__pypackages__",
    "*.egg-info",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
    "*_pb2.py",
    "*_pb2.pyi",
    "*_pb2_grpc.py",
    "*_pb2_grpc.pyi",
)


class Kind(Enum):
    """What a key takes; the value is how people are told."""

    BOOLEAN = "true or false"
    INTEGER = "an integer"
    STRING = "a string"
    CHOICE = "one of a few words"
    SELECTORS = "a list of rule codes, code prefixes, names and categories"
    GLOBS = "a list of glob patterns"
    SELECTORS_BY_GLOB = "a table of glob patterns, each with a list of rules"
    VERSIONS = "a table of libraries, each with a version or a range such as `>=2,<3`"
    RULES = "a table of rules, each with a table of options"


@dataclass(frozen=True, slots=True)
class SettingKey:
    """One key of the configuration: its name in TOML, what it takes, and its documentation."""

    name: str
    kind: Kind
    doc: str
    choices: tuple[str, ...] = ()
    default: object = None

    @property
    def field_name(self) -> str:
        """The attribute of `Settings` that holds the value."""
        return self.name.replace("-", "_")

    @property
    def accumulates(self) -> bool:
        """Whether the value adds to that of an extended file instead of replacing it."""
        return self.name.startswith("extend-")


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """What a `[rules.<name>]` table says: a severity, and the rule's own options as they were written."""

    severity: Severity | None = None
    options: Mapping[str, object] = field(default_factory=dict, hash=False)


def _key(kind: Kind, doc: str, default: object, choices: tuple[str, ...] = ()) -> Any:
    metadata = {"kind": kind, "doc": doc, "choices": choices}
    if isinstance(default, dict):
        return field(default_factory=dict, hash=False, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings in force for a file. Picklable and hashable.

    `root` is the folder that patterns are relative to, `origin` the file that was read (None without one),
    `sources` that file and those it extends, nearest first, `origins` the file that set each key (or
    `command line`), and `command_line` the selectors that were given there, which win ties.
    """

    root: Path
    origin: Path | None = None
    sources: tuple[Path, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict, hash=False)
    command_line: tuple[str, ...] = ()

    select: tuple[str, ...] | None = _key(
        Kind.SELECTORS, "The rules to run instead of those of the preset.", None
    )
    extend_select: tuple[str, ...] = _key(Kind.SELECTORS, "Rules to run besides.", ())
    ignore: tuple[str, ...] = _key(Kind.SELECTORS, "Rules not to run.", ())
    extend_ignore: tuple[str, ...] = _key(
        Kind.SELECTORS, "Rules not to run, added to what an extended file ignores.", ()
    )
    preset: Preset = _key(  # noqa: RUF009
        Kind.CHOICE,
        "Which rules run by how sure they are: `recommended` the proven ones, `strict` also the likely ones, "
        "`all` also the advisory ones.",
        Preset.RECOMMENDED,
        tuple(preset.value for preset in Preset),
    )
    per_file_ignores: Mapping[str, tuple[str, ...]] = _key(
        Kind.SELECTORS_BY_GLOB, "Rules not to run in the files that match a pattern.", {}
    )
    exclude: tuple[str, ...] = _key(
        Kind.GLOBS, "Files and folders that are not looked at, as in `.gitignore`.", DEFAULT_EXCLUDE
    )
    extend_exclude: tuple[str, ...] = _key(Kind.GLOBS, "Files and folders to leave out besides.", ())
    include: tuple[str, ...] = _key(Kind.GLOBS, "The files of a folder that are looked at.", DEFAULT_INCLUDE)
    respect_gitignore: bool = _key(Kind.BOOLEAN, "Whether files that Git ignores are left out.", True)
    output_format: str = _key(Kind.CHOICE, "How results are written.", "text", OUTPUT_FORMATS)
    unsafe_fixes: bool = _key(
        Kind.BOOLEAN, "Whether `mllint fix` also applies fixes that may change what the program does.", False
    )
    seed: int = _key(Kind.INTEGER, "The seed that fixes write.", 42)
    logging_style: LoggingStyle = _key(  # noqa: RUF009
        Kind.CHOICE,
        "How fixes write log records; `auto` follows the project.",
        "auto",
        ("auto", "stdlib", "structlog", "loguru"),
    )
    logging_config: bool = _key(
        Kind.BOOLEAN,
        "Whether fixes that configure logging write a `dictConfig` with JSON records instead of a `basicConfig`.",
        False,
    )
    schema_library: SchemaLibrary = _key(  # noqa: RUF009
        Kind.CHOICE,
        "What fixes write schemas with; `auto` follows the project.",
        "auto",
        ("auto", "pandera", "pydantic"),
    )
    libraries: Mapping[str, str] = _key(
        Kind.VERSIONS, "Versions of libraries, before those of lock files and requirements.", {}
    )
    defer_to_ruff: bool = _key(
        Kind.BOOLEAN, "Whether a rule is silent where the project's ruff already reports the same.", True
    )
    extend: str | None = _key(
        Kind.STRING,
        "Another configuration file, relative to this one, whose settings this one changes.",
        None,
    )
    rules: Mapping[str, RuleSettings] = _key(Kind.RULES, "Options and `severity` of single rules.", {})

    def relative(self, path: str | Path) -> str:
        """`path` as patterns see it, relative to `root` with `/`; only its name when it lies elsewhere."""
        absolute = os.path.abspath(path)
        base = str(self.root).rstrip(os.sep) + os.sep
        relative = absolute[len(base) :] if absolute.startswith(base) else os.path.basename(absolute)
        return relative if os.sep == "/" else relative.replace(os.sep, "/")

    def severity_of(self, name: str) -> Severity | None:
        """The severity configured for the rule of that name, None when it keeps its own."""
        rule = self.rules.get(name)
        return None if rule is None else rule.severity


@cache
def setting_keys() -> Mapping[str, SettingKey]:
    """Every key of the configuration by its name in TOML, in the order in which they are documented."""
    keys = {}
    for each in fields(Settings):
        if "kind" in each.metadata:
            facts = each.metadata
            name = each.name.replace("_", "-")
            default = {} if facts["kind"] in TABLES else each.default
            keys[name] = SettingKey(name, facts["kind"], facts["doc"], facts["choices"], default)
    return keys


TABLES = (Kind.SELECTORS_BY_GLOB, Kind.VERSIONS, Kind.RULES)
