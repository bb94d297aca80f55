"""Writes the golden records anew, all or those named: ``python -m tests.golden [views/homes.txt ...]``."""

import sys

from tests.golden.made import RECORDS
from tests.golden.records import write


def main(names: list[str]) -> int:
    """Write the records and say which of them changed."""
    unknown = [each for each in names if each not in RECORDS]
    if unknown:
        sys.stderr.write(f"There is no record {', '.join(unknown)}: there are {', '.join(RECORDS)}\n")
        return 2
    for name in names or RECORDS:
        if write(name, RECORDS[name]()):
            sys.stdout.write(f"{name} changed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
