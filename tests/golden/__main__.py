"""Writes the golden records anew, all or those named: ``python -m tests.golden [views/homes.txt ...]``.

``python -m tests.golden --old-version`` plays the story that the old database is from, and puts a new one in its place:
for a version of which databases are in people's hands, never for the one that is to be held against the records.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.golden.made import RECORDS
from tests.golden.records import write
from tests.golden.stage import begun, leave, slack, tell
from tests.golden.stories import BEFORE


def main(names: list[str]) -> int:
    """Write the records and say which of them changed."""
    if names == ["--old-version"]:
        _write_the_old_version()
        return 0
    unknown = [each for each in names if each not in RECORDS]
    if unknown:
        sys.stderr.write(f"There is no record {', '.join(unknown)}: there are {', '.join(RECORDS)}\n")
        return 2
    for name in names or RECORDS:
        if write(name, RECORDS[name]()):
            sys.stdout.write(f"{name} changed\n")
    return 0


def _write_the_old_version() -> None:
    with TemporaryDirectory() as folder, slack() as served:
        database = Path(folder) / "cxbot.db"
        with begun(served, database) as stage:
            for _ in tell(stage, BEFORE):
                pass
            leave(stage, database)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
