"""What each kind of durable work does, by the kind of its job; the composition root adds what needs other edges."""

from collections.abc import Callable, Mapping

from bot.core.own_frameworks import FrameworksOf
from bot.use_cases import notices
from bot.use_cases.ballots import BALLOT, RECEIPT, open_ballot, send_receipt
from bot.use_cases.catch_up import catch_up
from bot.use_cases.conversation import CATCH_UP, HEADLINE, LATE, MOVED, SEAL, take_kept_of
from bot.use_cases.files import PICTURE, TREND_PICTURE, send_trend, upload_picture
from bot.use_cases.greeting import GREETING, say_greeting
from bot.use_cases.handed import due_soon, show_handed
from bot.use_cases.handover import find_out, show_ownerless
from bot.use_cases.housekeeping import CLOSED, find_moved, tell_closed
from bot.use_cases.notified import Pictures
from bot.use_cases.nudges import nudge, show_nudge
from bot.use_cases.plans import check_in, show_check_in, show_digest
from bot.use_cases.portfolio import PORTFOLIO, show_portfolio
from bot.use_cases.ports import Clock, HolidaysOf, Job, Messenger, Store
from bot.use_cases.reminders import remind, show_reminder
from bot.use_cases.saved import show_saved
from bot.use_cases.scorecards import show_elsewhere
from bot.use_cases.share import delete_shared, post_shared
from bot.use_cases.sittings import REVEAL, close_when_agreed, reveal, show_late
from bot.use_cases.thread import show_headline, show_thread
from bot.use_cases.workshop import WORKSHOP, tick

_Offers = FrameworksOf | None  # None: every framework counts as being on offer


def durable_work(
    store: Store, clock: Clock, messenger: Messenger, holidays: HolidaysOf, pictures: Pictures, offers: _Offers = None
) -> Mapping[str, Callable[[Job], None]]:
    """Give what does each kind of work that Slack is told about; ``store`` and ``messenger`` are in a job's hands."""

    def thread(job: Job) -> None:
        workspace, assessment_id = job.payload["workspace"], job.payload["assessment"]
        try:
            show_thread(store, clock, messenger, pictures, workspace, assessment_id)
        finally:  # a question may stand by now even where something after it failed
            take_kept_of(store, clock, workspace, assessment_id)

    return {
        "thread": thread,
        HEADLINE: lambda job: show_headline(store, messenger, pictures, job.payload),
        SEAL: lambda job: close_when_agreed(store, clock, messenger, job.payload),
        REVEAL: lambda job: reveal(store, clock, job.payload),
        LATE: lambda job: show_late(store, clock, job.payload),
        BALLOT: lambda job: open_ballot(store, clock, messenger, job.payload),
        RECEIPT: lambda job: send_receipt(store, messenger, job),
        TREND_PICTURE: lambda job: send_trend(store, messenger, pictures, job),
        PICTURE: lambda job: upload_picture(store, messenger, pictures, job.payload),
        CATCH_UP: lambda job: catch_up(store, clock, messenger, job.payload),
        "whisper": lambda job: notices.say_privately(store, messenger, job),
        "share": lambda job: post_shared(store, messenger, pictures, job.payload),
        "unshare": lambda job: delete_shared(store, messenger, job.payload),
        "elsewhere": lambda job: show_elsewhere(store, messenger, job),
        PORTFOLIO: lambda job: show_portfolio(store, clock, messenger, job),
        GREETING: lambda job: say_greeting(store, messenger, job),
        notices.REMIND: lambda job: remind(store, clock, job.payload, holidays),
        WORKSHOP: lambda job: tick(store, clock, job.payload),
        notices.NUDGE: lambda job: nudge(store, clock, messenger, job.payload),
        notices.CHECK_IN: lambda job: check_in(store, clock, messenger, job.payload, holidays),
        notices.SOON: lambda job: due_soon(store, clock, messenger, job, holidays),
        MOVED: lambda job: find_moved(store, clock, messenger, job.payload),
        CLOSED: lambda job: tell_closed(store, messenger, job.payload),
        notices.WHEREABOUTS: lambda job: find_out(store, clock, messenger, job.payload),
        notices.NOTICE: lambda job: _show_notice(store, clock, messenger, job, offers),
    }


def _show_notice(store: Store, clock: Clock, messenger: Messenger, job: Job, offers: FrameworksOf | None) -> None:
    workspace = job.payload["workspace"]
    match notices.read_key(job.payload["key"]):
        case notices.ReminderKey() as key:
            show_reminder(store, clock, messenger, workspace, key, offers)
        case notices.OwnerKey() as key:
            show_ownerless(store, messenger, workspace, key)
        case notices.NudgeKey() as key:
            show_nudge(store, clock, messenger, workspace, key, job.payload.get("zone", ""))
        case notices.HandedKey() | notices.SoonKey() as key:
            show_handed(store, messenger, workspace, key)
        case notices.SavedKey() as key:
            show_saved(store, messenger, workspace, key)
        case notices.RoundKey(person="") as key:
            show_digest(store, clock, messenger, workspace, key)
        case notices.RoundKey() as key:
            show_check_in(store, clock, messenger, workspace, key)
