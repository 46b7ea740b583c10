"""Which versions of its libraries a project declares."""

from __future__ import annotations

from pathlib import Path

import pytest

from mllint_rules.model.versions import Version, VersionRange
from mllint_rules.settings.distributions import import_root
from mllint_rules.settings.libraries import declared_versions, library_versions, project_root
from mllint_rules.settings.schema import Settings


def exactly(text: str) -> VersionRange:
    return VersionRange.exactly(Version.parse(text))


def between(text: str) -> VersionRange:
    return VersionRange.parse(text)


ANY = VersionRange()

UV = """version = 1
requires-python = ">=3.10"

[[package]]
name = "demo"
version = "0.1.0"
source = { editable = "." }
dependencies = [
    { name = "torch" },
]

[package.metadata]
requires-dist = [{ name = "torch", specifier = ">=2" }]

[[package]]
name = "torch"
version = "2.5.1+cpu"
source = { registry = "https://example.org/simple" }

[[package]]
name = "torch"
version = "2.4.0"

[[package]]
name = "scikit-learn"
version = "1.5.2"
"""

POETRY = """# generated
[[package]]
name = "pandas"
version = "2.2.3"
description = "Frames"
optional = false

[package.dependencies]
numpy = [
    {version = ">=1.22.4", markers = "python_version < '3.11'"},
]
name = "not a package"
version = "9.9"

[metadata]
lock-version = "2.0"
"""

PIXI_NEW = """version: 6
environments:
  default:
    packages:
      linux-64:
      - conda: https://conda.example.org/conda-forge/linux-64/numpy-1.26.4-py311h64a7726_0.conda
packages:
- conda: https://conda.example.org/conda-forge/linux-64/numpy-1.26.4-py311h64a7726_0.conda
  sha256: 3f4365
  depends:
  - libblas >=3.9.0,<4.0a0
  license: BSD-3-Clause
- conda: https://conda.example.org/conda-forge/noarch/pytorch-lightning-2.4.0-pyhd8ed1ab_0.tar.bz2
- pypi: https://files.example.org/packages/ab/torch-2.5.1-cp311-cp311-manylinux1_x86_64.whl
  name: torch
  version: 2.5.1
  requires_dist:
  - filelock
- pypi: https://files.example.org/packages/ab/xgboost-2.1.0-py3-none-any.whl
"""

PIXI_OLD = """version: 4
packages:
- kind: conda
  name: pandas
  version: 2.2.2
  build: py311_0
  url: https://conda.example.org/pandas-2.2.2-py311_0.conda
- kind: pypi
  name: torch
  version: '2.3'
"""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "uv.lock",
            UV,
            {
                "demo": exactly("0.1"),
                "torch": VersionRange(Version((2, 4)), Version((2, 5, 1)), True, True),
                "sklearn": exactly("1.5.2"),
            },
        ),
        ("poetry.lock", POETRY, {"pandas": exactly("2.2.3")}),
        ("pdm.lock", '[[package]]\nname = "jax"\nversion = "0.4.30"\n', {"jax": exactly("0.4.30")}),
        ("pylock.toml", "[[packages]]\nname = 'keras'\nversion = '3.6.0'\n", {"keras": exactly("3.6")}),
        (
            "Pipfile.lock",
            (
                '{"default": {"opencv-python": {"version": "==4.10.0.84"}, "x": {"git": "u"}},'
                ' "develop": {"numpy": {"version": "==2.0"}}}'
            ),
            {"cv2": exactly("4.10.0.84"), "numpy": exactly("2.0")},
        ),
        (
            "pixi.lock",
            PIXI_NEW,
            {
                "numpy": exactly("1.26.4"),
                "lightning": exactly("2.4.0"),
                "torch": exactly("2.5.1"),
                "xgboost": exactly("2.1"),
            },
        ),
        ("pixi.lock", PIXI_OLD, {"pandas": exactly("2.2.2"), "torch": exactly("2.3")}),
        (
            "pyproject.toml",
            """
[project]
dependencies = ["torch[opt] >=2,<3", "pandas ; python_version > '3.9'", "pkg @ https://x.org/p.whl"]
[project.optional-dependencies]
gpu = ["tensorflow-gpu~=2.10"]
[dependency-groups]
dev = ["torch<2.6", {include-group = "x"}]
[tool.uv]
dev-dependencies = ["numpy==1.26.*"]
""",
            {
                "torch": between(">=2,<2.6"),
                "pandas": ANY,
                "pkg": ANY,
                "tensorflow": between("~=2.10"),
                "numpy": between("==1.26.*"),
            },
        ),
        (
            "pyproject.toml",
            """
[tool.poetry.dependencies]
python = "^3.10"
torch = "^2.1"
pandas = {version = "~2.2", extras = ["x"]}
polars = "*"
local = {path = "../x"}
numpy = [{version = "<2", python = "<3.12"}, {version = ">=2,<3", python = ">=3.12"}]
[tool.poetry.group.dev.dependencies]
keras = "3.5"
""",
            {
                "torch": between(">=2.1,<3"),
                "pandas": between(">=2.2,<2.3"),
                "polars": ANY,
                "numpy": between("<3"),
                "keras": exactly("3.5"),
            },
        ),
        (
            "setup.cfg",
            (
                "[options]\ninstall_requires =\n    torch>=1.13 # why\n    # no\n    scikit-image\n"
                "[options.extras_require]\nx =\n    jax<1; python_version>'3'\n"
            ),
            {"torch": between(">=1.13"), "skimage": ANY, "jax": between("<1")},
        ),
        (
            "Pipfile",
            "[packages]\ntorch = '>=2'\n[dev-packages]\nnumpy = '*'\n",
            {"torch": between(">=2"), "numpy": ANY},
        ),
        (
            "pixi.toml",
            "[dependencies]\npytorch = '>=2'\n[feature.x.pypi-dependencies]\njax = {version='==0.4'}\n",
            {"torch": between(">=2"), "jax": exactly("0.4")},
        ),
        (
            "environment.yml",
            """
name: x
dependencies:
  - python=3.11
  - conda-forge::pytorch=2.1.0=py3.11_cuda12.1
  - numpy=1.26
  - pandas==2.2.1
  - scikit-learn >=1.3,<1.5
  - matplotlib
  - pip
  - pip:
      - xgboost==2.0.3
      - -r requirements.txt
""",
            {
                "torch": between("==2.1.0.*"),
                "numpy": between("==1.26.*"),
                "pandas": exactly("2.2.1"),
                "sklearn": between(">=1.3,<1.5"),
                "matplotlib": ANY,
                "pip": ANY,
                "xgboost": exactly("2.0.3"),
            },
        ),
        ("environment.yaml", "dependencies: [jax=0.4]", {"jax": between("==0.4.*")}),
    ],
)
def test_a_file_declares(tmp_path: Path, name: str, text: str, expected: dict[str, VersionRange]) -> None:
    (tmp_path / name).write_text(text)
    assert declared_versions(tmp_path) == expected


def test_requirements_files_with_all_their_forms(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements.txt").write_text(
        """\
# comment
-r requirements/base.txt
-c constraints.txt
--index-url https://example.org/simple
--extra-index-url=https://example.org/x#frag
torch==2.1.0+cu118 \\
    --hash=sha256:aaaa \\
    --hash=sha256:bbbb  # trailing
pandas[excel]>=2.0,<3;python_version>="3.9"
transformers @ git+https://example.org/transformers.git@v4.40#egg=transformers
https://example.org/thing-1.0-py3-none-any.whl
./local/package
-e .
git+https://example.org/x.git
scikit_learn ~= 1.4.1 # scikit
tf-nightly
not a requirement at all !!!
"""
    )
    (tmp_path / "requirements" / "base.txt").write_text("-r ../requirements.txt\nnumpy<2\n")
    (tmp_path / "requirements-dev.txt").write_text("numpy>=1.24\npandas>=2.1\n")
    (tmp_path / "constraints.txt").write_text("scipy==1.11\n")
    assert declared_versions(tmp_path) == {
        "torch": exactly("2.1.0"),
        "pandas": between(">=2.1,<3"),
        "transformers": ANY,
        "sklearn": between("~=1.4.1"),
        "tensorflow": ANY,
        "numpy": between(">=1.24,<2"),
        "scipy": exactly("1.11"),
    }


def test_requirements_that_a_windows_shell_wrote(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes("torch==2.0.1\r\n".encode("utf-16"))
    assert declared_versions(tmp_path) == {"torch": exactly("2.0.1")}


def test_alternatives_for_several_platforms_all_remain_possible(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text(
        "torch==2.0; sys_platform == 'darwin'\ntorch==2.2; sys_platform == 'linux'\n"
    )
    assert declared_versions(tmp_path) == {"torch": between(">=2.0,<=2.2")}


def test_a_lock_wins_over_ranges_and_a_contradiction_keeps_the_first(tmp_path: Path) -> None:
    (tmp_path / "poetry.lock").write_text(POETRY)
    (tmp_path / "pyproject.toml").write_text("[project]\ndependencies = ['pandas>=9', 'numpy<2']")
    (tmp_path / "requirements.txt").write_text("numpy==2.1\npandas<1\n")
    assert declared_versions(tmp_path) == {"pandas": exactly("2.2.3"), "numpy": between("<2")}


def test_a_member_of_a_workspace_inherits_the_lock_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    member = tmp_path / "packages" / "model"
    member.mkdir(parents=True)
    (tmp_path / "uv.lock").write_text(UV)
    (member / "requirements.txt").write_text("torch>=2\njax<1\n")
    found = declared_versions(member)
    assert found["torch"] == VersionRange(Version((2, 4)), Version((2, 5, 1)), True, True)
    assert found["jax"] == between("<1")


@pytest.mark.parametrize(
    "name",
    [
        "uv.lock",
        "poetry.lock",
        "pdm.lock",
        "pixi.lock",
        "Pipfile.lock",
        "pylock.toml",
        "pyproject.toml",
        "pixi.toml",
        "setup.cfg",
        "environment.yml",
        "environment.yaml",
        "Pipfile",
        "requirements.txt",
    ],
)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00garbage",
        b"[[package]]\nname=\n{[",
        b"[" * 5000,
        b"- a: [\n\t}",
        b"[1, 2]",
        b'"text"',
        b"a: &x [*x]",
        b'{"default": [1]}',
        b"[project]\ndependencies = 3\n[tool]\npoetry = 1",
        b"x" * 100 + b"\n -r \n==\n;;;\n",
    ],
)
def test_a_malformed_file_says_nothing_about_torch_and_stops_nothing(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "requirements-extra.txt").write_text("torch==2.1")
    assert declared_versions(tmp_path)["torch"] == exactly("2.1")


def test_the_setting_wins_over_everything(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").write_text(UV)
    settings = Settings(root=tmp_path, libraries={"torch": "<2", "scikit-learn": "1.0", "PIL": ">=10"})
    found = library_versions(settings)
    assert found == {
        "demo": exactly("0.1"),
        "torch": between("<2"),
        "sklearn": exactly("1.0"),
        "PIL": between(">=10"),
    }


def test_libraries_go_by_the_name_they_are_imported_by() -> None:
    names = {
        "scikit-learn": "sklearn",
        "Scikit_Learn": "sklearn",
        "opencv-python-headless": "cv2",
        "pytorch": "torch",
        "pytorch-lightning": "lightning",
        "tensorflow-cpu": "tensorflow",
        "Pillow": "PIL",
        "PIL": "PIL",
        "sentence-transformers": "sentence_transformers",
        "numpy": "numpy",
    }
    assert {name: import_root(name) for name in names} == names


def test_a_project_begins_where_its_marks_are(tmp_path: Path) -> None:
    package = tmp_path / "proj" / "src" / "pkg"
    package.mkdir(parents=True)
    assert project_root(package / "a.py") == package
    for marker in ("setup.cfg", "setup.py", "pyproject.toml", "mllint.toml"):
        (tmp_path / "proj" / marker).write_text("")
        assert project_root(package / "a.py") == tmp_path / "proj"
        assert project_root(tmp_path / "proj") == tmp_path / "proj"
        (tmp_path / "proj" / marker).unlink()
    (tmp_path / "proj" / "src" / ".git").write_text("gitdir: elsewhere")
    assert project_root(package) == tmp_path / "proj" / "src"
