"""The sweep over real projects: check them, repair a copy, see that nothing broke.

    python bench/sweep.py [--folder FOLDER] [PROJECT==VERSION ...]

Takes the named source distributions (default: those below) from the package index with pip, and for each:

- `mllint check --preset all --output-format json` must end without an `internal-error`;
- `mllint fix --unsafe-fixes` on a copy must leave every file that parsed parseable;
- a second `fix` must change nothing.

Prints the findings per rule, the figures of each step, and ends with exit code 1 when a step failed. With `--folder`
the sources are kept there and used again.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path

PROJECTS = (
    "pytorch-lightning==2.6.6",  # a training framework
    "timm==1.0.31",  # models and training scripts
    "ultralytics==8.4.190",  # an application with a command line
    "mlxtend==0.25.0",  # a scikit-learn style library
    "imbalanced-learn==0.14.2",
    "pyod==3.6.7",
    "darts==0.48.1",  # time series
    "ludwig==0.11.0",  # a declarative framework
    "simpletransformers==0.70.8",  # training loops and their scripts
    "recbole==1.2.1",  # recommenders, with data handling
    "pycaret==2.3.10",  # low-code application code
    "espnet==202511",  # research code with many scripts
)


def main() -> int:
    """Sweep and print; 1 when something broke."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("projects", nargs="*", default=PROJECTS)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.folder or Path(scratch, "sources")
        sources = [download(project, folder) for project in arguments.projects]
        failures = [check(sources), *repair(sources, Path(scratch, "copy"))]
    problems = [failure for failure in failures if failure]
    print("\n".join(problems) or "nothing broke")
    return 1 if problems else 0


def download(project: str, folder: Path) -> Path:
    """The unpacked sources of a project."""
    target = folder / project.replace("==", "-")
    if not target.is_dir():
        archives = folder / "archives" / target.name
        archives.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
        subprocess.run([*command, "--dest", archives, project], check=True)
        archive = next(archives.glob("*.tar.gz"))
        with tarfile.open(archive) as tar:
            # Data only: no links out of the folder, no devices.
            members = [member for member in tar.getmembers() if member.isfile() and ".." not in member.name]
            for member in members:
                member.mode |= 0o600
            tar.extractall(target, members=members)
    return target


def check(sources: list[Path]) -> str:
    """Check everything at once and print the findings per rule; the answer says what went wrong."""
    started = time.perf_counter()
    run = mllint("check", "--isolated", "--preset", "all", "--output-format", "json", *map(str, sources))
    seconds = time.perf_counter() - started
    if run.returncode not in (0, 1):
        return f"check ended with {run.returncode}: {run.stderr[-2000:]}"
    found = json.loads(run.stdout)
    files = [path for source in sources for path in source.rglob("*.py")]
    lines = sum(path.read_bytes().count(b"\n") for path in files)
    print(f"checked {len(files):,} files, {lines:,} lines in {seconds:.1f} s: {len(found):,} findings")
    counts = Counter((item["code"], item["name"]) for item in found)
    fixes = Counter(item["name"] for item in found if item["fix"])
    for (code, name), count in sorted(counts.items()):
        print(f"  {code}  {name:<36} {count:6,}  with a fix {fixes[name]:6,}")
    crashed = [item for item in found if item["name"] == "internal-error"]
    return "\n".join(f"{item['path']}: {item['message']}" for item in crashed)


def repair(sources: list[Path], copy: Path) -> list[str]:
    """Apply every fix to a copy, twice; what went wrong."""
    for source in sources:
        shutil.copytree(source, copy / source.name)
    parsed = {path for path in copy.rglob("*.py") if parses(path)}
    before = digests(copy)
    first = mllint(
        "fix", "--isolated", "--preset", "all", "--unsafe-fixes", "--output-format", "json", str(copy)
    )
    after = digests(copy)
    changed = [path for path in before if before[path] != after.get(path)]
    broken = [f"no longer parses: {path}" for path in changed if path in parsed and not parses(path)]
    second = mllint(
        "fix", "--isolated", "--preset", "all", "--unsafe-fixes", "--output-format", "json", str(copy)
    )
    restless = [
        f"changed by the second fix: {path}"
        for path, digest in digests(copy).items()
        if after[path] != digest
    ]
    undone = [line for line in (first.stderr + second.stderr).splitlines() if "misbehaved" in line]
    crashed = [
        f"fix ended with {run.returncode}: {run.stderr[-500:]}"
        for run in (first, second)
        if run.returncode == 2
    ]
    print(f"repaired a copy: {len(changed):,} files changed, {len(broken)} broken, {len(restless)} restless")
    print(f"fixes undone because they misbehaved: {len(undone)}")
    print("\n".join(undone[:20]))
    return [*broken, *restless, *crashed]


def mllint(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command, in the folder that all paths share."""
    command = [sys.executable, "-m", "mllint_rules", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=os.path.abspath(os.sep))


def parses(path: Path) -> bool:
    """Whether Python reads the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(path.read_bytes())
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


def digests(folder: Path) -> dict[Path, str]:
    """A digest of every file."""
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.py") if path.is_file()
    }


if __name__ == "__main__":
    sys.exit(main())
