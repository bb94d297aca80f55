"""The bot has come into a channel: what waited for that is posted now."""

from bot.use_cases.ports import Store
from bot.use_cases.recording import enqueue_thread


def enter_channel(store: Store, workspace: str, channel: str) -> int:
    """Have the threads of the channel's assessments put right; give how many those are.

    Some were never posted, others missed changes while the bot was out. One that is right already costs no call.
    """
    with store.writing() as tx:
        lines = tx.lines(workspace, channel)
        for line in lines:
            enqueue_thread(tx, workspace, line.id)
        return len(lines)
