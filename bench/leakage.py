"""How right the rules on leakage are: precision and recall on the labelled programs.

    python bench/leakage.py [--errors] [--kind KIND] [--counts]

Checks every program of `tests/labelled/leakage` with all rules of the family and prints per code what is labelled,
found, falsely reported and missed; `--errors` also every miss and false alarm with its line. `--counts` prints what the
programs hold instead.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mllint_rules.engine.registry import load_rules
from tests.labelled.scoring import (
    CODES,
    counts_by_kind,
    load_programs,
    score,
    show_errors,
    show_table,
)


def main() -> int:
    """Score and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--counts", action="store_true")
    parser.add_argument("--kind", help="only the programs of this folder")
    arguments = parser.parse_args()
    programs = [each for each in load_programs() if arguments.kind in (None, each.kind)]
    if arguments.counts:
        for kind, counts in counts_by_kind(programs).items():
            labels = ", ".join(f"{code} {count}" for code, count in sorted(counts.items()) if code in CODES)
            print(f"{kind}: {counts['programs']} programs, {counts['clean']} clean; {labels or 'no labels'}")
        return 0
    rules = [rule for rule in load_rules(("mllint_rules.rules",)) if rule.code in CODES]
    missing = sorted(set(CODES) - {rule.code for rule in rules})
    if missing:
        print(f"no rule yet: {', '.join(missing)}")
    scores = score(programs, rules)
    print(show_table(scores))
    if arguments.errors:
        print(f"\n{show_errors(scores)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
