"""Files that a person asked for, such as a report: made by a job, and sent in a direct message."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from bot.core.assessment import Assessment
from bot.core.errors import SlackRefusedError
from bot.core.privacy import Right, visible
from bot.use_cases.files import send_file
from bot.use_cases.notices import tell_once
from bot.use_cases.pictures import Upload
from bot.use_cases.ports import Clock, Deed, Job, Messenger, NewJob, Presence, PrivateWord, Store

LONGEST_NAME = 60
NO_MORE: Mapping[str, str] = {}


def file_name(subject: str, day: date, ending: str) -> str:
    """Return a name for a file that every system takes: ``acme-retail-2026-11-22.pdf``."""
    plain = unicodedata.normalize("NFKD", subject).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-") or "report"
    return f"{words}-{day}.{ending}"


def ask_for_file(
    store: Store, clock: Clock, deed: Deed, kind: str, assessment_id: str, more: Mapping[str, str] = NO_MORE
) -> bool:
    """Have a file about an assessment made for whoever asks, by a job of that kind.

    False when the assessment is of another channel, or when that was taken before.
    """
    with store.writing(deed.workspace) as tx:
        if visible(Right.SEE, tx.assessment(deed.workspace, assessment_id), deed.channel) is None:
            return False
        if not tx.is_new(deed.workspace, f"{kind}:{deed.event}", clock.now()):
            return False
        # one job for each person, so that two presses before it runs bring one file
        whose = {"workspace": deed.workspace, "assessment": assessment_id, "person": deed.person}
        tx.enqueue(NewJob.about(kind, whose, {"event": deed.event, **more}))
        return True


def send_asked(store: Store, messenger: Messenger, job: Job, upload: Upload, about: Assessment) -> None:
    """Send a file to whoever asked for it, once; where Slack takes none the person is told.

    Work may have waited for long: whoever is not in the channel by now gets nothing of it.
    """
    workspace, person, event = (job.payload[name] for name in ("workspace", "person", "event"))
    detail, failed = {"subject": about.subject.name, "assessment": about.id}, f"{job.kind}_failed"
    try:
        if messenger.presence(about.channel, person) is Presence.IN:
            to = messenger.direct_channel(person)
            send_file(store, messenger, about, f"told:{job.kind}:{event}", upload, direct=to)
            return
    except SlackRefusedError as refusal:
        if not refusal.needs_people:
            raise
        detail |= {"method": refusal.method, "code": refusal.code}
    tell_once(store, messenger, workspace, f"told:{failed}:{event}", PrivateWord(failed, person, detail))
