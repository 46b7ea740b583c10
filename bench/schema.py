"""Schemas of real data files: are they written in little memory, and does each file pass its own?

    python bench/schema.py [--large 1000] [--keep FOLDER] [FILE…]

Takes the files given, else those that scikit-learn, statsmodels and vega_datasets ship, and files it makes: one of each
format, and with `--large` a CSV and a JSON Lines file of so many megabytes. For each and each installed library it runs
`mllint schema` in a process of its own, measures that process, runs ruff and mypy on the module, and reads the file by
the module. Needs pandas, pandera, pydantic, polars, pyarrow, openpyxl, ruff and mypy. Exit code 1 when anything fails.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

LIBRARIES = ("pandera", "pydantic", "polars")
MOST_MEMORY = 500  # MB
_SHIPPED = (
    ("sklearn", "datasets/data/iris.csv"),
    ("statsmodels", "datasets/ccard/ccard.csv"),
    ("sklearn", "datasets/data/linnerud_exercise.csv"),
    ("statsmodels", "datasets/fair/fair.csv"),
    ("statsmodels", "datasets/longley/longley.csv"),
    ("statsmodels", "datasets/macrodata/macrodata.csv"),
    ("statsmodels", "datasets/heart/heart.csv"),
    ("vega_datasets", "_data/airports.csv"),
    ("vega_datasets", "_data/cars.json"),
    ("vega_datasets", "_data/barley.json"),
    ("vega_datasets", "_data/stocks.csv"),
    ("vega_datasets", "_data/seattle-weather.csv"),
    ("vega_datasets", "_data/la-riots.csv"),
    ("vega_datasets", "_data/us-employment.csv"),
)
_READ = """
import sys
module = __import__(sys.argv[1])
found = getattr(module, sys.argv[2])(sys.argv[3])
print(len(found) if hasattr(found, "__len__") else sum(1 for _ in found))
"""


@dataclass(frozen=True)
class Run:
    """How one process ended: seconds, megabytes at its peak, what it wrote."""

    code: int
    seconds: float
    memory: float
    out: str
    err: str


def run(command: list[str], folder: Path) -> Run:
    """Run a command in a folder and measure it."""
    started = perf_counter()
    with (folder / "out.txt").open("w+") as out, (folder / "err.txt").open("w+") as err:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=err, env=_environment())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = perf_counter() - started
        out.seek(0)
        err.seek(0)
        return Run(process.returncode, seconds, usage.ru_maxrss / 1024, out.read(), err.read())


def _environment() -> dict[str, str]:
    source = str(Path(__file__).resolve().parent.parent / "src")
    return {**os.environ, "PYTHONPATH": source}


# Files


def shipped() -> Iterator[Path]:
    """The data files of installed packages."""
    for package, place in _SHIPPED:
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            path = Path(spec.origin).parent / place
            if path.exists():
                yield path


def made(folder: Path, large: int) -> Iterator[Path]:
    """Orders in every format; of `large` megabytes as CSV and JSON Lines."""
    import pandas as pd  # type: ignore[import-untyped, unused-ignore]

    rows = list(orders(5_000))
    frame = pd.DataFrame(rows)
    yield _written(folder / "orders.csv", rows, 0)
    frame.to_csv(folder / "orders.tsv", sep="\t", index=False)
    yield folder / "orders.tsv"
    frame.to_csv(folder / "packed.csv.gz", index=False)
    yield folder / "packed.csv.gz"
    frame.to_csv(folder / "german.csv", sep=";", decimal=",", index=False, encoding="utf-8-sig")
    yield folder / "german.csv"
    frame.to_json(folder / "orders.json", orient="records")
    yield folder / "orders.json"
    frame.assign(ordered_at=pd.to_datetime(frame["ordered_at"])).to_parquet(folder / "orders.parquet")
    yield folder / "orders.parquet"
    frame.to_excel(folder / "orders.xlsx", index=False)
    yield folder / "orders.xlsx"
    if large:
        yield _written(folder / "large.csv", orders(10**9), large << 20)
        yield _written(folder / "large.jsonl", orders(10**9), large << 20)


def made_elsewhere(folder: Path, large: int) -> list[Path]:
    """The files that `made` makes, by a process of its own: what starts from a small process is measured rightly."""
    command = [sys.executable, __file__, "--make", str(folder), "--large", str(large)]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [Path(name) for name in names.splitlines()]


def orders(number: int) -> Iterator[dict[str, object]]:
    """Rows with an identifier, a code with leading zeros, gaps, dates, categories and text."""
    draw = random.Random(42)
    for row in range(number):
        day = f"20{draw.randint(10, 29)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
        yield {
            "order_id": row,
            "zip": f"{draw.randint(1, 99999):05d}",
            "price": round(draw.lognormvariate(3, 1), 2),
            "quantity": draw.randint(1, 9) if draw.random() < 0.95 else None,
            "status": draw.choice(("new", "paid", "sent", "returned")),
            "ordered_at": f"{day} {draw.randint(0, 23):02d}:{draw.randint(0, 59):02d}:00",
            "is_gift": draw.random() < 0.1,
            "remark": "" if draw.random() < 0.7 else f'He said "{draw.choice(("yes", "no, thanks"))}"',
        }


def _written(path: Path, rows: object, size: int) -> Path:
    import csv

    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = None
        for number, row in enumerate(rows):  # type: ignore[arg-type, var-annotated]
            if path.suffix == ".jsonl":
                stream.write(json.dumps(row) + "\n")
            else:
                if writer is None:
                    writer = csv.DictWriter(stream, row.keys())
                    writer.writeheader()
                writer.writerow(row)
            if size and number % 10_000 == 0 and stream.tell() > size:
                break
    return path


# Judging


def judge(path: Path, library: str, folder: Path, *, is_read: bool, flags: list[str]) -> bool:
    """Write the schema of a file, check and use it; say how that went, and whether all went well."""
    module = f"schema_{path.name.replace('.', '_').replace('-', '_')}_{library}"
    command = [sys.executable, "-m", "mllint_rules", "schema", str(path), "--library", library, "--isolated"]
    written = run([*command, *flags, "--output-file", f"{module}.py"], folder)
    problems = [] if written.code == 0 else [f"schema: {written.err.strip()[-200:]}"]
    if written.memory > MOST_MEMORY:
        problems.append(f"took {written.memory:.0f} MB")
    read = None
    if not problems:
        for tool in (
            ["ruff", "check", "--isolated"],
            ["ruff", "format", "--isolated", "--check"],
            ["mypy", "--strict", "--ignore-missing-imports"],
        ):
            checked = run([sys.executable, "-m", *tool, f"{module}.py"], folder)
            if checked.code:
                problems.append(f"{' '.join(tool[:2])}: {checked.out.strip()[-300:]}")
        if is_read:
            name = next(
                line
                for line in (folder / f"{module}.py").read_text().splitlines()
                if line.startswith("def read_")
            )
            function = name.removeprefix("def ").partition("(")[0]
            read = run([sys.executable, "-c", _READ, module, function, str(path)], folder)
            if read.code:
                problems.append(f"reading: {read.err.strip()[-400:]}")
    size = path.stat().st_size / (1 << 20)
    rows = read.out.strip() if read is not None and not read.code else "-"
    print(
        f"{path.name:<26}{size:8.1f} MB {library:<9} schema {written.seconds:6.1f} s {written.memory:5.0f} MB   "
        f"rows read back {rows:>9}   {'; '.join(problems) or 'ok'}",
        flush=True,
    )
    return not problems


def main() -> int:
    """Judge every file with every library."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--large", type=int, default=0, metavar="MB", help="also make files of that size")
    parser.add_argument("--only", choices=LIBRARIES, help="only this library")
    parser.add_argument("--all-rows", action="store_true", help="look at every row of large files")
    parser.add_argument("--make", type=Path, metavar="FOLDER", help="only make the files, there")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the files and modules there")
    options = parser.parse_args()
    if options.make:
        print("\n".join(str(path) for path in made(options.make, options.large)))
        return 0
    with TemporaryDirectory() as temporary:
        folder = (options.keep or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        files = [path.resolve() for path in options.files] or [
            *shipped(),
            *made_elsewhere(folder, options.large),
        ]
        flags = ["--all-rows"] if options.all_rows else []
        libraries = [options.only] if options.only else [name for name in LIBRARIES if find_spec(name)]
        results = [
            judge(path, library, folder, is_read=True, flags=flags) for path in files for library in libraries
        ]
    print(f"{sum(results)} of {len(results)} went well")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
