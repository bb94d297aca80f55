"""Files in Slack that people are sent."""

from dataclasses import replace

from bot.use_cases.pictures import Upload
from bot.use_cases.ports import Messenger, Post, Store, Worded
from bot.use_cases.posting import Poster


def send_file(
    store: Store, messenger: Messenger, workspace: str, key: str, *, channel: str, thread: str | None, upload: Upload
) -> None:
    """Send a file to a thread or a direct message, once under this key: safe to repeat.

    It is given to Slack first, which shows nobody anything; its id is recorded before it is shared, and looked for
    after a crash. SlackRefusedError when it cannot be sent, and then it counts as never sent.
    """

    def put(post: Post) -> None:
        with store.writing() as tx:
            tx.put_notice(workspace, replace(post, key=key))

    def drop(_file: str) -> None:
        with store.writing() as tx:
            tx.drop_notice(workspace, key)

    with store.reading() as view:
        known = view.notice(workspace, key)
    poster = Poster(messenger, workspace, "", put, drop)
    if known is not None and (known.sent or poster.find(replace(known, key=known.digest), thread) is not None):
        return
    file = messenger.upload(workspace, upload)
    poster.send(file, channel, thread, Worded(file, upload))
