"""Which files are checked."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mllint_rules.engine.discovery import Discovery, DiscoveryProblem, discover
from mllint_rules.settings.loading import SettingsFinder

Make = Callable[..., None]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)

    def make_files(*names: str, **texts: str) -> None:
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("", encoding="utf-8")

    return make_files


def find(*paths: str, force_exclude: bool = False) -> Discovery:
    return discover([Path(path) for path in paths], SettingsFinder(), force_exclude=force_exclude)


def names(*paths: str, force_exclude: bool = False) -> list[str]:
    found = find(*(paths or (".",)), force_exclude=force_exclude)
    assert found.problems == ()
    return [path.as_posix() for path in found.files]


def test_folders_are_walked_in_order_and_only_python_is_taken(make: Make) -> None:
    make("b.py", "a/z.py", "a/b/c.ipynb", "a/d.pyi", "c/x.txt", "c/y.pyc", "a.md", "setup.cfg", "B/q.py")
    assert names() == ["b.py", "B/q.py", "a/d.pyi", "a/z.py", "a/b/c.ipynb"]
    assert names("a") == ["a/d.pyi", "a/z.py", "a/b/c.ipynb"]


def test_paths_are_spelt_as_they_were_given(make: Make, tmp_path: Path) -> None:
    make("a/x.py")
    assert names("./a") == ["a/x.py"]
    assert find(str(tmp_path / "a")).files == (tmp_path / "a" / "x.py",)
    (tmp_path / "b").mkdir()
    os.chdir(tmp_path / "b")
    assert names("../a") == ["../a/x.py"]


def test_nothing_is_taken_twice(make: Make) -> None:
    make("a/x.py", "b.py")
    assert names("a/x.py", "a", ".", "./b.py", "a/../b.py") == ["a/x.py", "b.py"]


def test_folders_that_hold_no_code_of_the_project_are_left_out(make: Make) -> None:
    make(
        "keep/build.py",
        "keep/env/a.py",
        ".venv/a.py",
        "venv/a.py",
        "node_modules/a.py",
        "__pycache__/a.py",
        "build/a.py",
        "dist/a.py",
        ".tox/a.py",
        ".nox/a.py",
        ".eggs/a.py",
        "x.egg-info/a.py",
        ".hg/a.py",
        "lib/site-packages/a.py",
        ".ipynb_checkpoints/a.ipynb",
        ".mypy_cache/a.py",
        ".github/a.py",
        "myenv/pyvenv.cfg",
        "myenv/lib/a.py",
        "api_pb2.py",
        "api_pb2_grpc.py",
        ".git/hooks/a.py",
    )
    assert names() == ["keep/build.py", "keep/env/a.py"]


def test_a_path_that_is_named_is_taken_whatever_excludes_it(make: Make, tmp_path: Path) -> None:
    make(
        "build/a.py",
        "build/.git/b.py",
        "build/deep/build/c.py",
        "script",
        "gen/x/a_pb2.py",
        "myenv/pyvenv.cfg",
        "myenv/a.py",
    )
    (tmp_path / ".gitignore").write_text("gen/\nscript\n")
    (tmp_path / "mllint.toml").write_text("extend-exclude = ['gen/x/', 'gen/x/*']")
    assert names("build", "script", "gen/x/a_pb2.py", "myenv") == [
        "build/a.py",
        "script",
        "gen/x/a_pb2.py",
        "myenv/a.py",
    ]
    assert names("build/.git/b.py") == ["build/.git/b.py"]


def test_an_ignored_folder_that_is_named_is_walked(make: Make, tmp_path: Path) -> None:
    make("gen/x/a.py", "gen/x/skip.py", "gen/old/b.py")
    (tmp_path / ".gitignore").write_text("/gen/\nskip.py\n")
    (tmp_path / "mllint.toml").write_text("extend-exclude = ['gen/x/']")
    assert names() == []
    assert names("gen") == ["gen/old/b.py"]
    assert names("gen/x") == ["gen/x/a.py"]


def test_force_exclude_holds_for_named_paths_too(make: Make, tmp_path: Path) -> None:
    make("build/a.py", "src/a.py", "src/readme.md", "src/gen/b.py", "src/ignored/deep/c.py", "top.py")
    (tmp_path / ".gitignore").write_text("ignored/\n")
    (tmp_path / "mllint.toml").write_text("extend-exclude = ['src/gen']")
    given = (
        "build/a.py",
        "build",
        "src/a.py",
        "src/readme.md",
        "src/gen/b.py",
        "src/ignored/deep/c.py",
        "src",
        "top.py",
    )
    assert names(*given, force_exclude=True) == ["src/a.py", "top.py"]


def test_the_settings_say_what_is_excluded_and_included(make: Make, tmp_path: Path) -> None:
    make("a.py", "b.py", "c.ipynb", "venv/d.py", "data/raw/e.py", "data/f.py", "sub/data/raw/g.py")
    (tmp_path / "mllint.toml").write_text(
        "exclude = ['b.py']\nextend-exclude = ['/data/raw/']\ninclude = ['*.py']"
    )
    assert names() == ["a.py", "data/f.py", "sub/data/raw/g.py", "venv/d.py"]
    assert names("sub", "data") == ["sub/data/raw/g.py", "data/f.py"]


def test_the_configuration_of_a_subfolder_holds_in_it(make: Make, tmp_path: Path) -> None:
    make("a.py", "sub/a.py", "sub/b.py", "sub/x/a.py")
    (tmp_path / "sub" / "mllint.toml").write_text("extend-exclude = ['/a.py']")
    assert names() == ["a.py", "sub/b.py", "sub/x/a.py"]


class TestGitIgnore:
    def test_nested_files_and_negations_are_followed(self, make: Make, tmp_path: Path) -> None:
        make(
            "a.py",
            "tmp/a.py",
            "src/tmp/b.py",
            "src/keep.py",
            "src/drop.py",
            "src/deep/drop.py",
            "src/deep/x.py",
        )
        (tmp_path / ".gitignore").write_text("# note\ntmp/\ndrop.py\n!\n")
        (tmp_path / "src" / ".gitignore").write_text("/keep.py\n")
        (tmp_path / "src" / "deep" / ".gitignore").write_text("!drop.py\nx.py\n")
        assert names() == ["a.py", "src/deep/drop.py"]

    def test_the_files_above_the_start_hold_as_well(self, make: Make, tmp_path: Path) -> None:
        make("src/a.py", "src/b.py", "src/c.py")
        (tmp_path / ".gitignore").write_text("/src/a.py\n")
        (tmp_path / ".git" / "info").mkdir()
        (tmp_path / ".git" / "info" / "exclude").write_text("b.py\n")
        assert names("src") == ["src/c.py"]
        os.chdir(tmp_path / "src")
        assert names() == ["c.py"]

    def test_a_repository_in_a_repository_has_its_own(self, make: Make, tmp_path: Path) -> None:
        make("vendor/.git/HEAD", "vendor/a.py", "vendor/b.py", "a.py")
        (tmp_path / ".gitignore").write_text("a.py\n")
        (tmp_path / "vendor" / ".gitignore").write_text("b.py\n")
        assert names() == ["vendor/a.py"]

    def test_it_can_be_turned_off(self, make: Make, tmp_path: Path) -> None:
        make("a.py")
        (tmp_path / ".gitignore").write_text("*\n")
        assert names() == []
        (tmp_path / "mllint.toml").write_text("respect-gitignore = false")
        assert names() == ["a.py"]

    def test_it_holds_without_a_repository(self, make: Make, tmp_path: Path) -> None:
        (tmp_path / ".git").rmdir()
        make("pyproject.toml", "src/a.py", "src/b.py")
        (tmp_path / ".gitignore").write_text("a.py\n")
        assert names() == ["src/b.py"]
        assert names("src") == ["src/b.py"]

    @pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.sampled_from(
                [
                    "a",
                    "a/",
                    "/a",
                    "b.py",
                    "*.py",
                    "!b.py",
                    "!a/",
                    "a/*",
                    "!a/b.py",
                    "**/c/",
                    "a/**/b.py",
                    "*",
                    "!*/",
                    "!*.py",
                ]
            ),
            max_size=5,
        ),
        st.lists(st.sampled_from(["b.py", "!b.py", "c", "/c.py", "!c.py"]), max_size=2),
    )
    def test_it_says_what_git_says(
        self, make: Make, tmp_path: Path, top: list[str], nested: list[str]
    ) -> None:
        files = ["a/b.py", "a/c.py", "a/c/b.py", "b.py", "c/a/b.py", "c.py", "d/c/c.py"]
        make(*files)
        shutil.rmtree(tmp_path / ".git")
        subprocess.run(["git", "init", "-q"], check=True)
        (tmp_path / ".gitignore").write_text("\n".join(top) + "\n")
        (tmp_path / "a" / ".gitignore").write_text("\n".join(nested) + "\n")
        listed = subprocess.run(
            ["git", "ls-files", "--others", "--exclude-standard", "*.py"],
            check=True,
            capture_output=True,
            text=True,
        )
        assert sorted(names()) == sorted(listed.stdout.split())


class TestLinks:
    def test_a_loop_ends(self, make: Make, tmp_path: Path) -> None:
        make("a/x.py")
        (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "a" / "self").symlink_to("self")
        assert names() == ["a/x.py"]

    def test_a_folder_goes_by_its_own_path_and_is_visited_once(self, make: Make, tmp_path: Path) -> None:
        make("z/x.py")
        (tmp_path / "a_link").symlink_to("z", target_is_directory=True)
        (tmp_path / "b_link.py").symlink_to("z/x.py")
        assert names("z", ".") == ["z/x.py"]

    def test_a_link_leads_out_of_the_folder(self, make: Make, tmp_path: Path) -> None:
        make("outside/x.py", "in/y.py")
        (tmp_path / "in" / "link").symlink_to(tmp_path / "outside", target_is_directory=True)
        assert names("in") == ["in/y.py", "in/link/x.py"]

    def test_a_link_to_a_virtual_environment_is_not_followed(self, make: Make, tmp_path: Path) -> None:
        make("in/y.py", "other/pyvenv.cfg", "other/a.py")
        (tmp_path / "in" / "env").symlink_to(tmp_path / "other", target_is_directory=True)
        assert names("in") == ["in/y.py"]

    def test_a_broken_link_is_a_problem_only_when_it_is_named(self, make: Make, tmp_path: Path) -> None:
        (tmp_path / "gone.py").symlink_to("nowhere.py")
        assert names() == []
        problem = DiscoveryProblem(Path("gone.py"), "a link to nothing", is_usage_error=True)
        assert find("gone.py") == Discovery((), (problem,))


def test_a_path_that_does_not_exist_is_a_usage_error_and_the_others_are_checked(make: Make) -> None:
    make("a.py")
    problem = DiscoveryProblem(Path("gone"), "no such file or folder", is_usage_error=True)
    assert find("gone", "a.py") == Discovery((Path("a.py"),), (problem,))


def test_a_folder_that_cannot_be_read_is_a_problem(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    make("a.py", "secret/b.py")
    real = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("secret"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    problem = DiscoveryProblem(Path("secret"), "the folder cannot be read (permission denied)")
    assert find(".") == Discovery((Path("a.py"),), (problem,))


def test_what_is_no_regular_file_is_left_out(make: Make, tmp_path: Path) -> None:
    make("a.py", "folder.py/b.py")
    os.mkfifo(tmp_path / "pipe.py")
    assert names() == ["a.py", "folder.py/b.py"]
