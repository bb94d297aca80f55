"""Say a private word: the job behind hints, help and status."""

from collections.abc import Mapping

from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.use_cases.ports import Messenger, PrivateWord, Store


def say_privately(store: Store, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Tell one person something in the thread of an assessment.

    A refusal by Slack ends it: the person has left. So does a call whose answer was lost: a private word cannot be
    looked for, and better missing than said twice.
    """
    with store.reading() as view:
        assessment = view.assessment(payload["workspace"], payload["assessment"])
    if assessment is None or assessment.thread is None:
        return
    detail = {key.removeprefix("detail."): value for key, value in payload.items() if key.startswith("detail.")}
    word = PrivateWord(payload["hint"], payload["person"], detail, assessment)
    try:
        messenger.whisper(assessment.workspace, assessment.channel, assessment.thread, word)
    except SlackRefusedError:
        return
    except SlackUnavailableError as error:
        if not error.maybe_done:
            raise
