"""Answer who speaks to the bot in a direct message, or mentions it where nothing is assessed: say what it does."""

from bot.use_cases.notices import tell_once, whisper_once
from bot.use_cases.nudges import is_waiting
from bot.use_cases.ports import Clock, Job, Messenger, NewJob, PrivateWord, Store
from bot.use_cases.store_ports import TypedMessage

GREETING, OPEN_BALLOTS = "greeting", "open_ballots"
MOST_BALLOTS = 5
"""So many of a person's ballots are looked at, the newest first."""


def greet(store: Store, clock: Clock, message: TypedMessage) -> None:
    """Have a person told what the bot does, once for a message."""
    with store.writing(message.workspace) as tx:
        if not tx.is_new(message.workspace, f"{GREETING}:{message.channel}:{message.ts}", clock.now()):
            return
        names = {"workspace": message.workspace, "channel": message.channel, "person": message.person}
        key = f"{GREETING}:{message.workspace}:{message.channel}:{message.ts}"
        tx.enqueue(NewJob(GREETING, key, names | {"thread": message.thread}))


def say_greeting(store: Store, messenger: Messenger, job: Job) -> None:
    """Tell a person what the bot does: in the conversation with it, else in private where it was mentioned."""
    workspace, channel = job.payload["workspace"], job.payload["channel"]
    word = PrivateWord(GREETING, job.payload["person"])
    if channel.startswith("D"):
        word = _about_ballots(store, messenger, workspace, word.person) or word
        tell_once(store, messenger, workspace, f"told:{GREETING}:{job.id}", word)
        return
    whisper_once(store, messenger, job, channel, job.payload["thread"] or None, word)


def _about_ballots(store: Store, messenger: Messenger, workspace: str, person: str) -> PrivateWord | None:
    """Give the word to a person who has ballots to fill in: what is typed outside their threads is not taken."""
    with store.reading() as view:
        own = [
            view.assessment_or_ballot(workspace, each) for each in view.own_ballots(workspace, person)[:MOST_BALLOTS]
        ]
        waiting = [each for each in own if each is not None and each.thread is not None and is_waiting(view, each)]
    if not waiting:
        return None
    newest, site = waiting[0], messenger.site()
    link = f"{site}archives/{newest.channel}/p{(newest.thread or '').replace('.', '')}" if site else ""
    return PrivateWord(OPEN_BALLOTS, person, {"subject": newest.subject.name, "count": str(len(waiting)), "link": link})
