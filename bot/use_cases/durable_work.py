"""What each kind of durable work does, by the kind of its job; the composition root adds what needs other edges."""

from collections.abc import Callable, Mapping

from bot.use_cases.cadences import REMIND
from bot.use_cases.notices import NOTICE, say_privately
from bot.use_cases.nudges import NUDGE, nudge, show_nudge
from bot.use_cases.plan_rounds import CHECK_IN, DIGEST
from bot.use_cases.plans import check_in, show_check_in, show_digest
from bot.use_cases.ports import Clock, HolidaysOf, Job, Messenger, Store
from bot.use_cases.reminders import remind, show_reminder
from bot.use_cases.scorecards import show_elsewhere
from bot.use_cases.share import delete_shared, post_shared
from bot.use_cases.thread import show_thread


def durable_work(
    store: Store, clock: Clock, messenger: Messenger, holidays: HolidaysOf
) -> Mapping[str, Callable[[Job], None]]:
    """Give what does each kind of work that Slack is told about."""

    def thread(job: Job) -> None:
        show_thread(store, messenger, job.payload["workspace"], job.payload["assessment"])

    def elsewhere(job: Job) -> None:
        show_elsewhere(store, messenger, job.payload["workspace"], job.payload["person"])

    return {
        "thread": thread,
        "whisper": lambda job: say_privately(store, messenger, job.payload),
        "share": lambda job: post_shared(store, messenger, job.payload),
        "unshare": lambda job: delete_shared(store, messenger, job.payload),
        "elsewhere": elsewhere,
        REMIND: lambda job: remind(store, clock, job.payload, holidays),
        NUDGE: lambda job: nudge(store, clock, messenger, job.payload),
        CHECK_IN: lambda job: check_in(store, clock, messenger, job.payload),
        NOTICE: lambda job: _show_notice(store, clock, messenger, job),
    }


def _show_notice(store: Store, clock: Clock, messenger: Messenger, job: Job) -> None:
    """Send or redraw a message that stands in no thread, by what its key begins with."""
    workspace, key = job.payload["workspace"], job.payload["key"]
    kind = key.partition(":")[0]
    if kind == REMIND:
        show_reminder(store, clock, messenger, workspace, key)
    elif kind == NUDGE:
        show_nudge(store, clock, messenger, workspace, key, job.payload.get("zone", ""))
    elif kind == CHECK_IN:
        show_check_in(store, clock, messenger, workspace, key)
    elif kind == DIGEST:
        show_digest(store, clock, messenger, workspace, key)
    else:
        raise ValueError(f"no message is called {kind!r}: this version cannot redraw it")
