"""Rules on reproducibility: small programs run before and after their repair, and differ just as the pages say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from mllint_rules.engine.registry import load_rules
from mllint_rules.engine.session import Session
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.source.reading import read_file

# Programs that print something else in each run, until they are repaired.
UNREPEATABLE = {
    "seed-after-use numpy": (
        "seed-after-use",
        """
        import numpy as np

        weights = np.random.normal(size=4)
        np.random.seed(3)
        print(weights.tolist(), np.random.rand())
        """,
    ),
    "seed-after-use split": (
        "seed-after-use",
        """
        import numpy as np
        from sklearn.model_selection import train_test_split

        SEED = 5


        def main():
            train, test = train_test_split(list(range(100)), test_size=0.3)
            np.random.seed(SEED)
            print(train, test, np.random.permutation(3))


        main()
        """,
    ),
    "seed-after-use random": (
        "seed-after-use",
        """
        import random


        def order(rows, seed):
            random.shuffle(rows)
            random.seed(seed)
            return rows, random.random()


        print(order(list(range(50)), 3))
        """,
    ),
    "volatile-seed numpy": (
        "volatile-seed",
        """
        import time

        import numpy as np

        rng = np.random.default_rng(time.time_ns())
        print(rng.normal(size=3).tolist())
        """,
    ),
    "volatile-seed random": (
        "volatile-seed",
        """
        import os
        import random


        def draws(worker):
            seed = int.from_bytes(os.urandom(4), "big")
            random.seed(seed)
            return [random.random() for _ in range(worker)]


        print(draws(4))
        """,
    ),
    "ineffective-legacy-seed": (
        "ineffective-legacy-seed",
        """
        import numpy as np

        SEED = 4
        np.random.seed(SEED)


        def noise(count):
            return np.random.default_rng().normal(size=count)


        print(noise(3).tolist())
        """,
    ),
    "partially-seeded-libraries": (
        "partially-seeded-libraries",
        """
        import random

        import numpy as np


        def set_seed(seed):
            np.random.seed(seed)


        set_seed(7)
        print(random.sample(range(1000), 5), np.random.rand())
        """,
    ),
    "unseeded-library-sampler optimize": (
        "unseeded-library-sampler",
        """
        from scipy.optimize import differential_evolution

        bounds = [(-5, 5), (-5, 5)]
        found = differential_evolution(lambda x: (x[0] - 1) ** 4 + x[1] ** 4, bounds, maxiter=3, polish=False)
        print(found.x.tolist())
        """,
    ),
    "unseeded-library-sampler resampling": (
        "unseeded-library-sampler",
        """
        import numpy as np
        from scipy.stats import bootstrap

        rows = np.arange(40.0) ** 2
        print(bootstrap((rows,), np.mean, n_resamples=99, method="percentile").confidence_interval)
        """,
    ),
}
# Programs whose sets come in another order with another salt, until they are repaired.
SALTED = {
    "vocabulary": """
        def vocabulary(text: str):
            return {word: number for number, word in enumerate(set(text.split()))}


        print(vocabulary("the quick brown fox jumps over a lazy dog and runs away from here"))
        """,
    "sampled names": """
        import random

        text = "ann bob carl dora emil fritz gerd hans ida jan karl lea max nora otto paul"
        names = list(set(text.split()))
        print(names[:5], random.Random(0).sample(names, 2))
        """,
}
# Programs that print the same before and after.
UNCHANGED = {
    "inert-random-state": """
        from sklearn.model_selection import train_test_split

        train, test = train_test_split(list(range(20)), shuffle=False, random_state=42)
        print(train, test)
        """,
    "repeated-seed-literal": """
        import numpy as np
        from sklearn.model_selection import KFold, train_test_split

        train, test = train_test_split(list(range(20)), random_state=42)
        folds = KFold(5, shuffle=True, random_state=42)
        rng = np.random.default_rng(42)
        print(train, test, [held.tolist() for _, held in folds.split(train)], rng.random(2).tolist())
        """,
    "environment-variable-set-too-late": """
        import os
        import random


        def seed_everything(seed):
            random.seed(seed)
            os.environ["PYTHONHASHSEED"] = str(seed)


        seed_everything(3)
        print(random.random())
        """,
}


def run(path: Path, salt: str = "0") -> str:
    done = subprocess.run(
        [sys.executable, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": salt, "PYTHONWARNINGS": "ignore"},
    )
    return done.stdout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project without files."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "demo"\nversion = "1"\n', encoding="utf-8")
    return tmp_path


def write(folder: Path, program: str) -> Path:
    path = folder / "program.py"
    path.write_text(dedent(program).lstrip("\n"), encoding="utf-8")
    return path


def repair(path: Path, rule: str) -> None:
    """Apply the fixes of one rule, which must leave nothing behind that it could not settle."""
    session = Session(
        SettingsFinder(isolated=True, overrides={"select": [rule]}), load_rules(["mllint_rules.rules"])
    )
    before = path.read_text(encoding="utf-8")
    outcome = session.fix(read_file(path, str(path)), path, unsafe=True)
    assert outcome.reverted == ()
    assert outcome.remaining == ()
    assert outcome.document.text != before
    path.write_text(outcome.document.text, encoding="utf-8")


def _need(program: str) -> None:
    for library in ("numpy", "scipy", "sklearn"):
        if f"import {library}" in program or f"from {library}" in program:
            pytest.importorskip(library)


@pytest.mark.parametrize(("rule", "program"), UNREPEATABLE.values(), ids=UNREPEATABLE)
def test_a_repaired_program_repeats_itself(project: Path, rule: str, program: str) -> None:
    _need(program)
    path = write(project, program)
    assert run(path) != run(path)
    repair(path, rule)
    assert run(path) == run(path)


@pytest.mark.parametrize("program", SALTED.values(), ids=SALTED)
def test_a_sorted_set_has_the_same_order_in_every_process(project: Path, program: str) -> None:
    path = write(project, program)
    assert run(path, "1") != run(path, "2")
    repair(path, "unordered-set-as-sequence")
    assert run(path, "1") == run(path, "2")


@pytest.mark.parametrize(("rule", "program"), UNCHANGED.items(), ids=UNCHANGED)
def test_a_repair_that_promises_it_changes_nothing(project: Path, rule: str, program: str) -> None:
    _need(program)
    path = write(project, program)
    before = run(path)
    repair(path, rule)
    assert run(path) == before


def test_a_splitter_that_raised_shuffles(project: Path) -> None:
    pytest.importorskip("sklearn")
    path = write(
        project,
        """
        from sklearn.model_selection import KFold

        folds = KFold(3, random_state=0)
        print([held.tolist() for _, held in folds.split(range(9))])
        """,
    )
    with pytest.raises(subprocess.CalledProcessError):
        run(path)
    repair(path, "inert-random-state")
    assert run(path) == run(path) != "[[0, 1, 2], [3, 4, 5], [6, 7, 8]]\n"


def test_passes_of_a_loop_draw_other_numbers_than_each_other(project: Path) -> None:
    pytest.importorskip("numpy")
    path = write(
        project,
        """
        import numpy as np

        for epoch in range(4):
            rng = np.random.default_rng(0)
            print(rng.permutation(20).tolist())
        """,
    )
    before = run(path).splitlines()
    assert len(set(before)) == 1
    repair(path, "constant-reseed-in-loop")
    after = run(path).splitlines()
    assert len(set(after)) == 4
    assert after[0] == before[0]
    assert run(path).splitlines() == after


@pytest.mark.parametrize(
    "gather", ["pool.imap_unordered(wait, range(4))", "pool.imap_unordered(wait, [0, 1, 2, 3])"]
)
def test_results_of_a_pool_come_in_the_order_of_the_inputs(project: Path, gather: str) -> None:
    pytest.importorskip("numpy")
    path = write(
        project,
        f"""
        import time
        from multiprocessing.pool import ThreadPool

        import numpy as np


        def wait(number):
            time.sleep((3 - number) / 5)
            return number


        with ThreadPool(4) as pool:
            rows = list({gather})
        print(np.stack(rows).tolist())
        """,
    )
    assert run(path) == "[3, 2, 1, 0]\n"
    repair(path, "unordered-parallel-results")
    assert run(path) == "[0, 1, 2, 3]\n"


def test_futures_come_in_the_order_of_the_inputs(project: Path) -> None:
    pytest.importorskip("numpy")
    path = write(
        project,
        """
        import time
        from concurrent.futures import ThreadPoolExecutor, as_completed

        import numpy as np


        def wait(number):
            time.sleep((3 - number) / 5)
            return number


        rows = []
        with ThreadPoolExecutor(4) as pool:
            futures = [pool.submit(wait, number) for number in range(4)]
            for future in as_completed(futures):
                rows.append(future.result())
        print(np.stack(rows).tolist())
        """,
    )
    assert run(path) == "[3, 2, 1, 0]\n"
    repair(path, "unordered-parallel-results")
    assert run(path) == "[0, 1, 2, 3]\n"


def test_a_variable_set_before_the_import_acts(project: Path) -> None:
    pytest.importorskip("numpy")
    threads = pytest.importorskip("threadpoolctl")
    assert threads is not None
    path = write(
        project,
        """
        import numpy as np
        import os
        from threadpoolctl import threadpool_info

        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        print(np.ones(2).sum(), [each["num_threads"] for each in threadpool_info() if "blas" in each["internal_api"]])
        """,
    )
    repair(path, "environment-variable-set-too-late")
    assert set(run(path).split("[")[1].strip("]\n").split(", ")) <= {"1", ""}
