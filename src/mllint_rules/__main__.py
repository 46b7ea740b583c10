"""`python -m mllint_rules`."""

import sys

from mllint_rules.frontends.cli import main

if __name__ == "__main__":
    sys.exit(main())
