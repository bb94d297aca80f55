"""The bot as it serves in production, but for what a measurement leaves out.

``no-workers``: what follows an answer is recorded and stays; ``unpaced``: Slack is not spared, to see what the bot
itself takes; ``not-examined``: the file is not read whole at the start, which would run beside what is measured;
``not-caught-up``: nor are threads read for what was typed before the start, or an answer there waits for its turn;
``one-for-all``: one token speaks for all workspaces, so that many need no installation each.
"""

import sys
from unittest.mock import patch

sys.modules["rich"] = None  # type: ignore[assignment]  # structlog loads it where the checks have brought it along

from bot import roles  # noqa: E402  # after the line above, which is meant for it
from bot.jobs.worker import Workers  # noqa: E402  # see above
from bot.slack.wire import Identity  # noqa: E402  # see above
from bot.store.store import SqlStore  # noqa: E402  # see above
from bot.use_cases import catch_up  # noqa: E402  # see above


def serve(*left_out: str) -> None:
    """Serve until SIGTERM."""
    if "no-workers" in left_out:
        patch.object(Workers, "start", lambda _self: None).start()
    if "unpaced" in left_out:
        for paces in ("Pacer", "SharedPacer"):
            patch.object(roles, paces, lambda *_: None).start()
    if "not-examined" in left_out:
        patch.object(SqlStore, "examine", lambda _self: None).start()
    if "not-caught-up" in left_out:
        patch.object(catch_up, "note_gap", lambda _store: None).start()
    if "one-for-all" in left_out:
        patch.object(Identity, "speaks_for", lambda *_: True).start()
    roles.serve()


if __name__ == "__main__":
    serve(*sys.argv[1:])
