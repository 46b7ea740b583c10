"""Where settings come from, what wins, and what is said about a configuration that is wrong."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from mllint_rules.model.classification import Preset, Severity
from mllint_rules.settings.errors import SettingsError
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.settings.schema import (
    DEFAULT_EXCLUDE,
    DEFAULT_INCLUDE,
    RuleSettings,
    Settings,
    setting_keys,
)

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


def load(path: str = "a.py", **overrides: object) -> Settings:
    given = {name.replace("_", "-"): value for name, value in overrides.items()}
    return SettingsFinder(config=None, isolated=False, overrides=given).for_file(Path(path))


def error_of(path: str = "a.py", **overrides: object) -> str:
    with pytest.raises(SettingsError) as caught:
        load(path, **overrides)
    return str(caught.value)


def test_without_a_configuration_the_defaults_hold_from_the_project_root(
    write: Write, tmp_path: Path
) -> None:
    write("src/pkg/a.py", "")
    settings = load("src/pkg/a.py")
    assert settings == Settings(root=tmp_path)
    assert settings.preset is Preset.RECOMMENDED
    assert (settings.seed, settings.logging_style, settings.schema_library) == (42, "auto", "auto")
    assert (settings.include, settings.exclude) == (DEFAULT_INCLUDE, DEFAULT_EXCLUDE)
    assert settings.select is None
    assert settings.defer_to_ruff
    assert settings.respect_gitignore
    assert not settings.unsafe_fixes


def test_every_key_of_a_pyproject_arrives(write: Write, tmp_path: Path) -> None:
    path = write(
        "pyproject.toml",
        """
[tool.mllint]
select = ["MLR", "print-instead-of-logging"]
extend-select = ["MLX1"]
ignore = ["MLR101"]
extend-ignore = ["design"]
preset = "strict"
exclude = ["old"]
extend-exclude = ["gen/**"]
include = ["*.py"]
respect-gitignore = false
output-format = "jsonl"
unsafe-fixes = true
seed = 7
logging-style = "loguru"
logging-config = true
schema-library = "pandera"
defer-to-ruff = false

[tool.mllint.libraries]
torch = ">=2,<2.6"

[tool.mllint.per-file-ignores]
"tests/*" = ["MLR"]

[tool.mllint.rules.print-instead-of-logging]
severity = "error"
allowed-calls = ["show"]
""",
    )
    settings = load("deep/below/a.py")
    assert settings == Settings(
        root=tmp_path,
        origin=path,
        sources=(path,),
        origins=dict.fromkeys(set(setting_keys()) - {"extend"}, path.as_posix()),
        select=("MLR", "print-instead-of-logging"),
        extend_select=("MLX1",),
        ignore=("MLR101",),
        extend_ignore=("design",),
        preset=Preset.STRICT,
        exclude=("old",),
        extend_exclude=("gen/**",),
        include=("*.py",),
        respect_gitignore=False,
        output_format="jsonl",
        unsafe_fixes=True,
        seed=7,
        logging_style="loguru",
        logging_config=True,
        schema_library="pandera",
        defer_to_ruff=False,
        libraries={"torch": ">=2,<2.6"},
        per_file_ignores={"tests/*": ("MLR",)},
        rules={"print-instead-of-logging": RuleSettings(Severity.ERROR, {"allowed-calls": ["show"]})},
    )
    assert settings.severity_of("print-instead-of-logging") is Severity.ERROR
    assert settings.severity_of("another-rule") is None
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert hash(settings) == hash(pickle.loads(pickle.dumps(settings)))


def test_the_nearest_configuration_wins_and_nothing_is_mixed_in(write: Write, tmp_path: Path) -> None:
    write("pyproject.toml", "[tool.mllint]\nseed = 1\npreset = 'all'")
    write("sub/mllint.toml", "seed = 2")
    write("sub/pyproject.toml", "[tool.mllint]\nseed = 3")
    write("sub/plain/pyproject.toml", "[project]\nname = 'x'")
    finder = SettingsFinder()
    below = finder.for_file(Path("sub/plain/a.py"))
    assert (below.seed, below.preset, below.root) == (2, Preset.RECOMMENDED, tmp_path / "sub")
    assert finder.for_file(Path("a.py")).seed == 1
    assert finder.for_file(Path("sub/b.py")) is below


def test_a_configuration_is_read_once(write: Write) -> None:
    path = write("mllint.toml", "seed = 1")
    finder = SettingsFinder()
    first = finder.for_file(Path("a/b/c.py"))
    path.write_text("seed = 2")
    assert finder.for_file(Path("a/d.py")) is first


def test_a_broken_pyproject_that_does_not_mention_mllint_is_none_of_its_business(write: Write) -> None:
    write("pyproject.toml", "[project\n")
    assert load().origin is None


def test_a_byte_order_mark_does_no_harm(write: Write) -> None:
    write("mllint.toml", "\ufeffseed = 9")
    assert load().seed == 9


def test_standard_input_takes_the_settings_of_the_file_it_stands_for(write: Write) -> None:
    write("mllint.toml", "seed = 1")
    write("sub/mllint.toml", "seed = 2")
    finder = SettingsFinder()
    assert finder.for_stdin(Path("sub/not_written_yet.py")).seed == 2
    assert finder.for_stdin().seed == 1


def test_isolated_reads_no_file(write: Write, tmp_path: Path) -> None:
    write("mllint.toml", "nonsense = [")
    finder = SettingsFinder(isolated=True, overrides={"seed": 3})
    assert finder.for_file(Path("a.py")) == Settings(root=tmp_path, origins={"seed": "command line"}, seed=3)
    with pytest.raises(SettingsError, match="`--config` and `--isolated` exclude each other"):
        SettingsFinder(config=Path("x.toml"), isolated=True)


def test_a_named_configuration_holds_everywhere(write: Write, tmp_path: Path) -> None:
    write("sub/mllint.toml", "seed = 2")
    write("ci/strict.toml", "seed = 3")
    write("ci/like-pyproject.toml", "[tool.mllint]\nseed = 4")
    settings = SettingsFinder(config=Path("ci/strict.toml")).for_file(Path("sub/a.py"))
    assert (settings.seed, settings.root) == (3, tmp_path / "ci")
    assert SettingsFinder(config=Path("ci/like-pyproject.toml")).for_file(Path("a.py")).seed == 4


def test_a_named_configuration_must_be_there(write: Write) -> None:
    write("pyproject.toml", "[project]\n")
    for name, message in (
        ("missing.toml", "missing.toml: there is no such configuration file"),
        (".git", ".git: this is a folder, not a configuration file"),
        ("pyproject.toml", "pyproject.toml: there is no table `[tool.mllint]`"),
    ):
        with pytest.raises(SettingsError) as caught:
            SettingsFinder(config=Path(name)).for_file(Path("a.py"))
        assert str(caught.value) == message


class TestCommandLine:
    def test_it_wins_and_is_named_as_the_origin(self, write: Write) -> None:
        path = write("mllint.toml", "seed = 1\noutput-format = 'json'")
        settings = load(seed=5, preset=None)
        assert (settings.seed, settings.output_format, settings.preset) == (5, "json", Preset.RECOMMENDED)
        assert settings.origins == {"seed": "command line", "output-format": path.as_posix()}

    def test_select_starts_afresh(self, write: Write) -> None:
        write("mllint.toml", "select = ['MLR']\nextend-select = ['MLX']\nignore = ['MLX102']")
        settings = load(select=["MLX"])
        assert (settings.select, settings.extend_select, settings.ignore) == (("MLX",), (), ("MLX102",))

    def test_preset_takes_a_configured_selection_away(self, write: Write) -> None:
        write("mllint.toml", "select = ['MLR']\nextend-select = ['MLX']")
        settings = load(preset="strict")
        assert (settings.select, settings.extend_select, settings.preset) == (None, ("MLX",), Preset.STRICT)

    def test_ignore_adds_to_what_the_file_ignores(self, write: Write) -> None:
        write("mllint.toml", "ignore = ['MLR']\nextend-ignore = ['MLO']")
        settings = load(ignore=("MLX",))
        assert (settings.ignore, settings.extend_ignore) == (("MLR",), ("MLO", "MLX"))
        assert settings.command_line == ("MLX",)

    def test_a_word_it_turns_on_is_no_longer_ignored_by_the_file(self, write: Write) -> None:
        write("mllint.toml", "select = ['MLR', 'MLO']\nignore = ['MLX101', 'MLX102']")
        settings = load(extend_select=["MLX101"], ignore=["MLO"])
        assert (settings.select, settings.ignore) == (("MLR",), ("MLX102",))

    def test_mistakes_are_said_without_a_file(self, write: Write) -> None:
        assert error_of(preset="strickt") == (
            "command line: `preset` does not take `strickt` (valid: `recommended`, `strict`, `all`); "
            "did you mean `strict`?"
        )
        assert (
            error_of(extend_selekt=["x"]) == "`--extend-selekt` is no setting; did you mean `extend-select`?"
        )


class TestExtend:
    def test_the_upper_file_changes_the_lower_one(self, write: Write, tmp_path: Path) -> None:
        base = write(
            "shared/base.toml",
            "seed = 1\npreset = 'all'\nextend-exclude = ['a']\nextend-ignore = ['MLO']\n"
            "[rules.x]\nseverity = 'info'\nlimit = 1\nother = 2\n"
            "[per-file-ignores]\n'a' = ['MLR']\n'b' = ['MLR']",
        )
        upper = write(
            "proj/pyproject.toml",
            "[tool.mllint]\nextend = '../shared/base.toml'\nseed = 2\nextend-exclude = ['b', 'a']\n"
            "[tool.mllint.rules.x]\nlimit = 5\n[tool.mllint.per-file-ignores]\n'b' = ['MLO']",
        )
        settings = load("proj/a.py")
        assert (settings.root, settings.origin, settings.sources) == (tmp_path / "proj", upper, (upper, base))
        assert (settings.seed, settings.preset, settings.extend_exclude) == (2, Preset.ALL, ("a", "b"))
        assert settings.rules == {"x": RuleSettings(Severity.INFO, {"limit": 5, "other": 2})}
        assert settings.per_file_ignores == {"a": ("MLR",), "b": ("MLO",)}
        assert settings.origins["preset"] == base.as_posix()
        assert settings.origins["extend-exclude"] == f"{base.as_posix()}, {upper.as_posix()}"

    def test_a_chain_may_be_long(self, write: Write) -> None:
        write("one.toml", "seed = 1\nignore = ['MLR']")
        write("two.toml", "extend = 'one.toml'\nignore = ['MLO']")
        write("mllint.toml", "extend = 'two.toml'")
        assert (load().seed, load().ignore) == (1, ("MLO",))

    def test_a_circle_is_an_error(self, write: Write) -> None:
        write("mllint.toml", "\nextend = 'other.toml'")
        write("other.toml", "seed = 1\nextend = 'mllint.toml'")
        assert error_of() == (
            "other.toml:2: `extend` goes round in a circle: mllint.toml → other.toml → mllint.toml"
        )

    def test_a_missing_target_is_an_error(self, write: Write) -> None:
        write("mllint.toml", "seed = 1\nextend = 'gone.toml'")
        assert error_of() == "mllint.toml:2: `extend` names `gone.toml`, which is not a file"

    def test_a_mistake_in_the_lower_file_names_that_file(self, write: Write) -> None:
        write("mllint.toml", "extend = 'base.toml'")
        write("base.toml", "\n\nsede = 1")
        assert error_of() == "base.toml:3: unknown key `sede`; did you mean `seed`?"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("extend_select = []", "unknown key `extend_select`; did you mean `extend-select`?"),
        ("zzz = 1", "unknown key `zzz`"),
        ("baseline = 'x'", "`baseline` is not supported by this version yet"),
        ("cache-dir = 'x'", "`cache-dir` is not supported by this version yet"),
        ("seed-helper = 'x'", "`seed-helper` is not supported by this version yet"),
        ("logging-config = 'x'", "`logging-config` takes true or false, not a string"),
        ("output-format = 'sarif'", "the output format `sarif` is not supported by this version yet"),
        ("seed = '42'", "`seed` takes an integer, not a string"),
        ("seed = true", "`seed` takes an integer, not a boolean"),
        ("seed = 4.0", "`seed` takes an integer, not a float"),
        ("unsafe-fixes = 1", "`unsafe-fixes` takes true or false, not an integer"),
        ("extend = []", "`extend` takes a string, not a list"),
        ("preset = 2020-01-01", "`preset` takes a string, not a date or time"),
        (
            "libraries = []",
            (
                "`libraries` takes a table of libraries, each with a version or a range such as "
                "`>=2,<3`, not a list"
            ),
        ),
        (
            "libraries = {torch = 2.1}",
            "`libraries.torch` takes a string such as `2.1` or `>=2,<3`, not a float",
        ),
        ("libraries = {torch = 'new'}", "`libraries.torch` holds `new`, which is no version or range"),
        ("libraries = {torch = '>2,<1'}", "`libraries.torch` holds `>2,<1`, which no version fits"),
        (
            "select = 'MLR'",
            "`select` takes a list of rule codes, code prefixes, names and categories, not a string",
        ),
        (
            "ignore = [1]",
            "`ignore` takes a list of rule codes, code prefixes, names and categories, and 1 is an integer",
        ),
        ("exclude = ['']", "`exclude` holds an empty string"),
        ("exclude = ['!']", "`exclude` holds `!`, which is no glob pattern"),
        ("per-file-ignores = {'!a' = []}", "`per-file-ignores` does not take the pattern `!a`"),
        (
            "per-file-ignores = {'a' = 'MLR'}",
            (
                "`per-file-ignores.a` takes a list of rule codes, code prefixes, "
                "names and categories, not a string"
            ),
        ),
        (
            "logging-style = 'structlogs'",
            (
                "`logging-style` does not take `structlogs` (valid: `auto`, `stdlib`, "
                "`structlog`, `loguru`); did you mean `structlog`?"
            ),
        ),
        ("rules = {a = 1}", "`rules.a` takes a table of options, not an integer"),
        (
            "rules = {a = {severity = 'eror'}}",
            (
                "`rules.a.severity` does not take `eror` (valid: `error`, "
                "`warning`, `info`); did you mean `error`?"
            ),
        ),
        ("rules = {a = {severity = 1}}", "`rules.a.severity` takes a string, not an integer"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_nearest_word(write: Write, line: str, message: str) -> None:
    write("pyproject.toml", f"[project]\nname = 'x'\n\n[tool.mllint]\n# here\n{line}\n")
    assert error_of() == f"pyproject.toml:6: {message}"


def test_a_word_in_a_long_list_is_named_with_its_own_line(write: Write) -> None:
    write("mllint.toml", "exclude = [\n  'a',\n  '!',\n]")
    assert error_of() == "mllint.toml:3: `exclude` holds `!`, which is no glob pattern"


def test_invalid_toml_is_named_with_its_line(write: Write) -> None:
    write("mllint.toml", "seed = 1\nselect = [\n'a' 'b'\n]")
    with pytest.raises(SettingsError) as caught:
        load()
    assert (caught.value.path, caught.value.line) == (Path.cwd() / "mllint.toml", 3)
    assert caught.value.message.startswith("invalid TOML: ")
    assert caught.value.message.endswith("at column 5")


def test_other_ways_in_which_a_file_is_no_configuration(write: Write, tmp_path: Path) -> None:
    write("a/mllint.toml", "[tool.mllint]\nseed = 1")
    assert error_of("a/x.py") == (
        "a/mllint.toml:1: keys stand at the top level of this file, without `[tool.mllint]`"
    )
    write("b/pyproject.toml", "[tool]\nmllint = 3")
    assert error_of("b/x.py") == "b/pyproject.toml:2: `tool.mllint` takes a table"
    write("c/mllint.toml", "").write_bytes(b"seed = 1\n# \xff")
    assert error_of("c/x.py") == "c/mllint.toml:2: the configuration is not UTF-8 text"


def test_an_error_survives_the_way_between_processes() -> None:
    error = SettingsError("message", Path("/x/y.toml"), 3, "word")
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.line, copy.suggestion) == (
        "/x/y.toml:3: message; did you mean `word`?",
        3,
        "word",
    )


OTHER_TOOL = (
    "belongs to another tool named mllint (a checker of project templates), which mllint-rules does not "
    "read; the settings of mllint-rules go into `mllint.toml` or `[tool.mllint]` in `pyproject.toml`"
)


class TestTheOtherToolOfThatName:
    @pytest.mark.parametrize(
        ("text", "key", "line"),
        [
            ("[tool.mllint.code-quality]\nlinters = ['pylint']", "code-quality", 1),
            ("[tool.mllint]\nlinters = ['pylint']", "linters", 2),
            ("[tool.mllint.rules]\ndisabled = ['git']", "rules", 1),
            ("[tool.mllint.git]\nmaxFileSize = 1", "git", 1),
        ],
    )
    def test_its_table_is_recognised(self, write: Write, text: str, key: str, line: int) -> None:
        write("pyproject.toml", text)
        assert error_of() == f"pyproject.toml:{line}: this [tool.mllint] with the key `{key}` {OTHER_TOOL}"

    def test_its_table_does_no_harm_beside_our_own_file(self, write: Write) -> None:
        write("pyproject.toml", "[tool.mllint]\nlinters = ['pylint']")
        write("mllint.toml", "seed = 1")
        assert load().seed == 1

    def test_its_file_is_a_hint_and_no_error(self, write: Write) -> None:
        write(".mllint.yml", "rules: {}")
        finder = SettingsFinder()
        assert finder.for_file(Path("sub/a.py")).origin is None
        assert finder.for_file(Path("b.py")).origin is None
        assert finder.hints == (f".mllint.yml: this file {OTHER_TOOL}",)
