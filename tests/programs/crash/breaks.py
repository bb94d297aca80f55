"""Bugs that are put into the bot on purpose, at the start of its process, to show that the crash run finds them."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from unittest.mock import patch

from starlette.applications import Starlette

from bot import main
from bot.slack import gate
from bot.store.jobs import SqlJobs
from bot.store.transaction import HeldStore, SqlTransaction
from bot.use_cases.ports import Job, Post
from bot.use_cases.posting import Poster
from bot.web.app import Dispatch, HttpReply, web_app


def commit_after_acknowledgement() -> None:
    """Tell Slack that an answer arrived, and write it down afterwards: what Bolt calls a lazy listener."""

    def hasty(dispatch: Dispatch, *more: Any, **named: Any) -> Starlette:
        def at_once(body: str, headers: Mapping[str, str]) -> HttpReply:
            if "event_callback" not in body and "block_actions" not in body:
                return dispatch(body, headers)
            threading.Thread(target=dispatch, args=(body, headers), daemon=True).start()
            return HttpReply(200, {}, "")

        return web_app(at_once, *more, **named)

    patch.object(main, "web_app", hasty).start()


def post_without_key() -> None:
    """Send messages without the key by which they are found again."""

    def keyless(payload: dict[str, Any], _key: str | None) -> dict[str, Any]:
        return payload

    patch.object(gate, "_keyed", keyless).start()


def post_unannounced() -> None:
    """Send a message without having written down that it is being sent."""
    honest = SqlTransaction.put_post

    def silent(self: SqlTransaction, workspace: str, assessment_id: str, post: Post, **how: bool) -> None:
        if post.sent:
            honest(self, workspace, assessment_id, post, **how)

    patch.object(SqlTransaction, "put_post", silent).start()


def take_every_delivery() -> None:
    """Take what Slack repeats as if it were said again."""
    honest = SqlTransaction.is_new

    def forgetful(self: SqlTransaction, *delivery: Any) -> bool:
        honest(self, *delivery)
        return True

    patch.object(SqlTransaction, "is_new", forgetful).start()


def post_without_looking() -> None:
    """Send a reminder or a check-in again after a crash, without looking whether it stands in Slack already."""
    patch.object(Poster, "find", lambda _self, _post, _thread: None).start()


def forget_work_at_once() -> None:
    """Take work off the queue when it is begun, not when it is done."""
    honest = SqlJobs.claim

    def claim(self: SqlJobs, now: datetime, at_most: Mapping[str, int]) -> Job | None:
        job = honest(self, now, at_most)
        if job is not None:
            self.finish(job)
        return job

    patch.object(SqlJobs, "claim", claim).start()


def send_under_a_lost_lease() -> None:
    """Send and write whatever was begun, whoever has the job by now."""
    patch.object(SqlJobs, "hold", lambda *_: None).start()
    patch.object(HeldStore, "guard", lambda _self: lambda: None).start()


BREAKS: Mapping[str, Callable[[], None]] = {
    each.__name__: each
    for each in (
        commit_after_acknowledgement,
        post_without_key,
        post_unannounced,
        take_every_delivery,
        post_without_looking,
        forget_work_at_once,
        send_under_a_lost_lease,
    )
}
