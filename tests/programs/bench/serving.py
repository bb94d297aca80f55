"""The bot as it serves in production, but for what a measurement leaves out.

``no-workers``: what follows an answer is recorded and stays; ``unpaced``: Slack is not spared, to see what the bot
itself takes; ``not-examined``: the file is not read whole at the start, which would run beside what is measured.
"""

import sys
from unittest.mock import patch

sys.modules["rich"] = None  # type: ignore[assignment]  # structlog loads it where the checks have brought it along

from bot import main  # noqa: E402  # after the line above, which is meant for it
from bot.jobs.worker import Workers  # noqa: E402  # see above
from bot.store.sqlite import SqliteStore  # noqa: E402  # see above


def serve(*left_out: str) -> None:
    """Serve until SIGTERM."""
    if "no-workers" in left_out:
        patch.object(Workers, "start", lambda _self: None).start()
    if "unpaced" in left_out:
        patch.object(main, "Pacer", lambda _clock: None).start()
    if "not-examined" in left_out:
        patch.object(SqliteStore, "examine", lambda _self: None).start()
    main.serve()


if __name__ == "__main__":
    serve(*sys.argv[1:])
