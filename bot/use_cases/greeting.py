"""Answer who speaks to the bot in a direct message, or mentions it where nothing is assessed: say what it does."""

from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.use_cases.heard import TypedMessage
from bot.use_cases.notices import tell_once
from bot.use_cases.ports import Clock, Job, Messenger, NewJob, PrivateWord, Store

GREETING = "greeting"


def greet(store: Store, clock: Clock, message: TypedMessage) -> None:
    """Have a person told what the bot does, once for a message."""
    with store.writing() as tx:
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
        tell_once(store, messenger, workspace, f"told:{GREETING}:{job.id}", word)
        return
    with store.writing() as tx:
        if not tx.begin_once(job):
            return
    try:
        messenger.whisper(workspace, channel, job.payload["thread"] or None, word)
    except SlackRefusedError:
        return
    except SlackUnavailableError as error:
        if not error.maybe_done:
            raise
