"""Rules on reproducibility: repaired programs run, and the project around a file counts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from mllint_rules.engine.fixing import FixOutcome
from mllint_rules.engine.registry import load_rules
from mllint_rules.engine.session import Session
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.source.reading import read_file

SIMULATION = """
    import numpy as np


    def steps(count, width=1.0):
        sign = np.random.choice([-1, 1], size=count)
        return sign * np.random.random_sample(count) * width


    def walk(count, *, start=0.0):
        return start + np.cumsum(steps(count, width=2))


    def grid():
        def cell():
            return np.random.randint(0, 5, size=(2, 2))

        return [cell() for _ in range(2)]


    def main():
        values = [walk(4), np.stack(grid()), np.random.randn(2, 3), np.random.permutation(5)]
        print([value.shape for value in values])
        print([value.tolist() for value in values])


    if __name__ == "__main__":
        main()
    """
SAMPLERS = """
    import numpy as np

    shapes = [
        np.random.rand(), np.random.rand(2), np.random.rand(2, 3), np.random.randn(), np.random.randn(*(2, 3)),
        np.random.randint(5), np.random.randint(1, 5, (2, 2)), np.random.randint(0, high=3, size=4),
        np.random.random(3), np.random.random_sample((2, 2)), np.random.ranf(2), np.random.sample(),
        np.random.choice(5), np.random.choice([1, 2, 3], 2, False, [0.2, 0.3, 0.5]), np.random.permutation(4),
        np.random.normal(1, 2, 3), np.random.uniform(0, 1, size=2), np.random.standard_normal((2, 2)),
        np.random.beta(1, 2, 3), np.random.binomial(3, 0.5, 2), np.random.poisson(2.0, 3),
        np.random.multivariate_normal([0, 0], [[1, 0], [0, 1]], 3), np.random.multinomial(3, [0.5, 0.5]),
        np.random.dirichlet([1, 1], 2), np.random.exponential(1.0, 2), np.random.gamma(1, 1, 2),
        np.random.geometric(0.5, 2), np.random.triangular(0, 1, 2, 3), np.random.zipf(2, 2),
        np.random.standard_t(3, 2), np.random.lognormal(size=2), np.random.vonmises(0, 1, 2),
    ]
    values = [3, 1, 2]
    np.random.shuffle(values)
    print([np.shape(value) for value in shapes], sorted(values))
    print([np.asarray(value).tolist() for value in shapes], values, len(np.random.bytes(4)))
    """
AUGMENTATION = """
    import random


    def flip(row):
        return row[::-1] if random.random() < 0.5 else row


    def augment(rows):
        random.shuffle(rows)
        return [flip(row) for row in rows], random.sample(range(100), k=4)


    if __name__ == "__main__":
        rows, chosen = augment([[number, number + 1] for number in range(30)])
        print(len(rows), len(chosen))
        print(rows, chosen)
    """


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return path


def session(select: str) -> Session:
    finder = SettingsFinder(isolated=True, overrides={"select": [select]})
    return Session(finder, load_rules(["mllint_rules.rules"]))


def check(path: Path, select: str) -> tuple[Diagnostic, ...]:
    return session(select).check(read_file(path, str(path)), path)


def fix(path: Path, select: str) -> FixOutcome:
    return session(select).fix(read_file(path, str(path)), path, unsafe=True)


def run(path: Path) -> list[str]:
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project without files."""
    write(tmp_path, "pyproject.toml", '[project]\nname = "demo"\nversion = "1"\n')
    return tmp_path


@pytest.mark.parametrize(
    ("program", "rule"),
    [
        (SIMULATION, "unseeded-numpy-random"),
        (SAMPLERS, "unseeded-numpy-random"),
        (AUGMENTATION, "unseeded-python-random"),
    ],
)
def test_a_program_moved_to_a_generator_runs_and_repeats_itself(
    project: Path, program: str, rule: str
) -> None:
    if "numpy" in rule:
        pytest.importorskip("numpy")
    path = write(project, "program.py", program)
    before = [run(path), run(path)]
    assert before[0] != before[1]
    outcome = fix(path, rule)
    assert outcome.reverted == ()
    assert outcome.remaining == ()
    path.write_text(outcome.document.text, encoding="utf-8")
    after = [run(path), run(path)]
    assert after[0] == after[1]
    # What the program prints of its shapes is what it printed before.
    assert after[0][0] == before[0][0]


def test_the_samplers_of_a_program_keep_their_distribution(project: Path) -> None:
    pytest.importorskip("numpy")
    path = write(
        project,
        "dice.py",
        """
        import numpy as np

        eyes = np.random.randint(1, 7, 2000)
        print(sorted(set(eyes.tolist())), round(float(np.random.randn(4000).std()), 1), np.random.rand(9).max() < 1)
        """,
    )
    path.write_text(fix(path, "unseeded-numpy-random").document.text, encoding="utf-8")
    assert "np.random.rand" not in path.read_text(encoding="utf-8")
    assert run(path) == ["[1, 2, 3, 4, 5, 6] 1.0 True"]


def test_a_function_that_another_file_calls_keeps_its_signature(project: Path) -> None:
    library = write(
        project,
        "noise.py",
        """
        import numpy as np


        def noise(count):
            return np.random.rand(count)


        print(noise(3))
        """,
    )
    assert [each.fix is not None for each in check(library, "unseeded-numpy-random")] == [True]
    write(project, "train.py", "from noise import noise\n\nprint(noise(2))\n")
    assert [each.fix for each in check(library, "unseeded-numpy-random")] == [None]


def test_a_setting_that_seeds_counts_for_the_modules_of_its_library(project: Path) -> None:
    module = write(
        project, "noise/sampling.py", "import numpy as np\n\n\ndef draw(n):\n    return np.random.rand(n)\n"
    )
    write(project, "noise/__init__.py", "from noise.sampling import draw\n")
    assert [each.code for each in check(module, "unseeded-numpy-random")] == ["MLR101"]
    write(
        project,
        "noise/settings.py",
        """
        import numpy as np


        class Settings:
            @property
            def seed(self):
                return self._seed

            @seed.setter
            def seed(self, seed):
                np.random.seed(seed)
                self._seed = seed


        settings = Settings()
        """,
    )
    assert check(module, "unseeded-numpy-random") == ()


def test_a_seed_in_another_module_of_the_project_counts(project: Path) -> None:
    module = write(project, "noise.py", "import numpy as np\n\nvalues = np.random.rand(3)\n")
    assert [each.code for each in check(module, "unseeded-numpy-random")] == ["MLR101"]
    write(project, "tests/test_noise.py", "import numpy as np\n\nnp.random.seed(1)\n")
    assert [each.code for each in check(module, "unseeded-numpy-random")] == ["MLR101"]
    write(project, "seeding.py", "import numpy as np\n\n\ndef seed_all(seed):\n    np.random.seed(seed)\n")
    assert check(module, "unseeded-numpy-random") == ()


def test_the_other_draws_of_a_scope_are_related_places(project: Path) -> None:
    module = write(
        project,
        "noise.py",
        """
        import numpy as np


        def pair():
            first = np.random.rand()
            return first, np.random.randn()


        third = np.random.choice(3)
        """,
    )
    found = check(module, "unseeded-numpy-random")
    assert [(each.region.line, [other.region.line for other in each.related]) for each in found] == [
        (5, [6]),
        (9, []),
    ]


def test_fixes_of_several_rules_share_one_constant(project: Path) -> None:
    path = write(
        project,
        "train.py",
        """
        import numpy as np
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import train_test_split

        rows = np.random.rand(10, 3)
        train, test = train_test_split(rows)
        model = RandomForestClassifier().fit(train)
        """,
    )
    outcome = fix(path, "MLR")
    assert outcome.reverted == ()
    assert outcome.document.text == dedent(
        """
        import numpy as np
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import train_test_split

        SEED = 42

        rng = np.random.default_rng(SEED)
        rows = rng.random((10, 3))
        train, test = train_test_split(rows, random_state=SEED)
        model = RandomForestClassifier(random_state=SEED).fit(train)
        """
    ).lstrip("\n")
