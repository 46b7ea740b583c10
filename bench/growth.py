"""How the time of a check grows with the size of programs that invite a blow-up.

    python bench/growth.py

Makes programs of three sizes (deeply chained calls, generated straight-line code, functions that call each other in a
circle, modules that import each other in a circle), each with a split, a fit and a score at its end, and prints the
processor time of `ast.parse`, that of a check with every rule on, and their ratio: it should stay where it is.
"""

from __future__ import annotations

import ast
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from mllint_rules.engine.registry import load_rules
from mllint_rules.engine.session import Session
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.source.reading import read_file

Files = dict[str, str]

_HEAD = """import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

data = pd.read_csv("a.csv")
"""
_TAIL = """
train, test = train_test_split(data)
model = Ridge().fit(train[["x"]], train["y"])
print(model.score(test[["x"]], test["y"]))
"""


def main() -> None:
    """Measure and print."""
    _measure(_chain(50))  # knowledge is loaded once per process
    programs: dict[str, tuple[Callable[[int], Files], tuple[int, ...]]] = {
        "chained calls": (_chain, (200, 400, 800)),
        "straight line": (_straight, (1000, 2000, 4000)),
        "mutual recursion": (_recursion, (500, 1000, 2000)),
        "import cycle": (_cycle, (100, 200, 400)),
    }
    print(f"{'program':18} {'size':>5} {'parse ms':>9} {'check ms':>9} {'ratio':>6}")
    for name, (make, sizes) in programs.items():
        for size in sizes:
            parse, check = _measure(make(size))
            print(f"{name:18} {size:5} {parse * 1e3:9.1f} {check * 1e3:9.1f} {check / parse:6.1f}")


def _chain(size: int) -> Files:
    calls = "".join(f"    .assign(c{number}=1)\n" for number in range(size))
    return {"program.py": f"{_HEAD}data = (\n    data\n{calls})\n{_TAIL}"}


def _straight(size: int) -> Files:
    lines = "".join(f"data = data.assign(c{number}=1)\n" for number in range(size))
    return {"program.py": f"{_HEAD}{lines}{_TAIL}"}


def _recursion(size: int) -> Files:
    functions = "".join(
        f"def f{number}(x, k):\n    return f{(number + 1) % size}(x.fillna(0), k - 1) if k else x\n"
        for number in range(size)
    )
    return {"program.py": f"{_HEAD}{functions}data = f0(data, 3)\n{_TAIL}"}


def _cycle(size: int) -> Files:
    files = {"parts/__init__.py": ""}
    for number in range(size):
        after = (number + 1) % size
        files[f"parts/m{number}.py"] = (
            f"import pandas as pd\nfrom parts import m{after}\n\n"
            f'def load(k):\n    return m{after}.load(k - 1) if k else pd.read_csv("a.csv")\n'
        )
    return files | {"program.py": f"from parts.m0 import load\n{_HEAD}data = load(3)\n{_TAIL}"}


def _measure(files: Files) -> tuple[float, float]:
    """The seconds of parsing all files, and of checking them as one project."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pyproject.toml").write_text('[project]\nname = "parts"\n', encoding="utf-8")
        for path, text in files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        session = Session(SettingsFinder(isolated=True, overrides={"preset": "all"}), load_rules())
        documents = [(folder / path, read_file(folder / path, path)) for path in files]
        start = time.process_time()
        for _, document in documents:
            ast.parse(document.text)
        middle = time.process_time()
        for path_on_disk, document in documents:
            session.check(document, path_on_disk)
        return middle - start, time.process_time() - middle


if __name__ == "__main__":
    main()
