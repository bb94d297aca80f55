"""Nothing goes out that is live and not ours, or that Slack would refuse."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import blocks as b
from bot.slack.gate import Gate, UnsendableError
from bot.slack.limits import SECTION_TEXT, broken
from bot.slack.text import JOINER, channel_mention, heard, link, mention, own_link, said, when

STRICT = Gate(strict=True)
MENDING = Gate()
PERMALINK = "https://acme.slack.com/archives/C024BE91L/p1792390200"
LIVE = [
    "<!channel>",
    "<!here>",
    "<!here|here>",
    "<!everyone>",
    "<!subteam^S0123>",
    "<!subteam^S0123|@cx>",
    "<!unknown>",
    "<https://evil.example|your bank>",
    "<https://evil.example|https://good.example>",
    "<http://slack.com.evil.example|x>",
    "<https://slack.com@evil.example/|x>",
    "<https://notslack.com|x>",
    "<mailto:a@b.example|me>",
    "<mailto:a@b.example>",
    "<tel:1>",
    "<javascript:alert(1)>",
    "<slack://open>",
    "<@U024BE7LH|dana>",
    "<@u1>",
    "<@>",
    "<#general>",
    "<https://acme.slack.com/x| >",
    "<!date^1^{date}^https://evil.example|today>",
    "<!date^1^{date}>",
    "<!channel",
    "<",
    "@channel",
    "@here!",
    "(@everyone)",
    "@HERE",
]  # fmt: skip - one table of tokens reads better wide
OURS = [
    mention("U024BE7LH"),
    channel_mention("C024BE91L"),
    link("https://a.example/x?a=1&b=2"),
    own_link(PERMALINK, "the thread"),
    said("<!channel> @here <https://evil.example|x>"),
    "*bold* _it_ &lt;&gt;&amp;",
    "dana@here.example and @hereafter",
]  # fmt: skip - the same


def sections(text: str) -> list[b.Block]:
    """Return every place of a message in which Slack parses text, with the text there."""
    mrkdwn = {"type": "mrkdwn", "text": text}
    plain = b.words("x", 5)
    confirm = {"title": plain, "text": mrkdwn, "confirm": plain, "deny": plain}
    return [
        {"type": "section", "text": mrkdwn},
        {"type": "section", "text": mrkdwn | {"text": "x"}, "fields": [mrkdwn]},
        {"type": "context", "elements": [mrkdwn | {"text": "x"}, mrkdwn]},
        {"type": "actions", "elements": [b.button("Go", "go", confirm=confirm)]},
        {"type": "markdown", "text": text},
        {"type": "image", "image_url": PERMALINK, "alt_text": text},
    ]


@pytest.mark.parametrize("token", LIVE)
def test_a_live_token_is_found_wherever_it_stands_and_mended(token: str) -> None:
    text = f"see {token} here"
    for message in (b.Message(text, (b.divider(),)), *(b.Message("words", (each,)) for each in sections(text))):
        with pytest.raises(UnsendableError, match="no builder") as refusal:
            STRICT.message(message)
        assert "channel>" not in str(refusal.value)
        mended = MENDING.message(message)
        assert STRICT.problems(mended, "message") == []
        assert token in heard(json.dumps(mended, ensure_ascii=False).replace(JOINER, ""))


@given(
    st.lists(st.sampled_from([*LIVE, *OURS, "words", "\n", "[x](", ")", "|", ">", "&lt;!"]), max_size=6).map(" ".join)
)
def test_what_leaves_the_gate_holds_only_tokens_of_ours(text: str) -> None:
    made = MENDING.message(b.Message(text or "x", (b.divider(), *sections(text or "x"))))
    assert STRICT.problems(made, "message") == []
    for token in re.findall(r"<[^>]*>?", str(made)):
        assert re.fullmatch(
            r"<@U024BE7LH>|<#C024BE91L>|<https://a\.example/[^|]*>|<https://acme\.slack\.com/[^|]*\|[^|]+>", token
        )


@pytest.mark.parametrize("text", OURS)
def test_what_our_builders_made_passes_unchanged(text: str) -> None:
    made = STRICT.message(b.Message(text, (b.section(text),)))
    assert made["text"] == made["blocks"][0]["text"]["text"] == text


def test_a_person_in_peoples_words_is_shown_by_name_and_a_mention_of_ours_stays() -> None:
    words = f"{said('@U0SAM00001 maps')} {mention('U0DANA0001')}"
    blocks = (b.section(words), b.actions(b.button("Keep", "keep", value="a|@U0SAM00001 maps")))
    sent = Gate(strict=True, name_of={"U0SAM00001": "Sam"}.__getitem__).message(b.Message(words, blocks))
    assert sent["text"] == sent["blocks"][0]["text"]["text"] == f"@{JOINER}Sam maps <@U0DANA0001>"
    assert sent["blocks"][1]["elements"][0]["value"] == "a|@U0SAM00001 maps"


def test_a_moment_passes() -> None:
    text = when(datetime(2026, 11, 22, tzinfo=UTC), "moment")
    assert STRICT.message(b.Message(text))["text"] == text


def test_words_where_slack_parses_nothing_may_be_anything() -> None:
    button = b.button("<!channel> @here", "go", value="<!here>")
    blocks = (b.header("<!channel>"), b.actions(button), b.table([["<!channel>", "<@U1|x>"]]))
    STRICT.message(b.Message("words", blocks))
    STRICT.view(b.modal("<!here>", [b.section("x")], callback_id="c", about='{"a": "<!here>"}'))


@pytest.mark.parametrize(
    "element",
    [
        {"type": "broadcast", "range": "channel"},
        {"type": "usergroup", "usergroup_id": "S0123"},
        {"type": "link", "url": "https://evil.example/", "text": "your bank"},
    ],
)
def test_rich_text_holds_no_live_element(element: dict[str, Any]) -> None:
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}
    with pytest.raises(UnsendableError, match="/blocks/0/elements/0/elements/0"):
        STRICT.message(b.Message("words", (rich,)))
    assert "evil" not in str(mended := MENDING.message(b.Message("words", (rich,))))
    assert "broadcast" not in str(mended)
    assert mended["text"] == "words"


def test_a_button_leads_to_our_own_addresses_only() -> None:
    ours, theirs = (b.actions(b.button("Open", "o") | {"url": url}) for url in (PERMALINK, "https://evil.example/"))
    assert STRICT.message(b.Message("x", (ours,)))["blocks"][0] == ours
    with pytest.raises(UnsendableError, match="/blocks/0/elements/0"):
        STRICT.message(b.Message("x", (theirs,)))
    assert "url" not in MENDING.message(b.Message("x", (theirs,)))["blocks"][0]["elements"][0]


@pytest.mark.parametrize(
    "text", ["[x](https://evil.example)", "[x] (<https://evil.example>)", "![x](x)", "a\n[x]: evil"]
)
def test_markdown_hides_no_address(text: str) -> None:
    with pytest.raises(UnsendableError):
        STRICT.message(b.Message("x", ({"type": "markdown", "text": text},)))


def test_a_permalink_may_stand_behind_a_label_in_markdown() -> None:
    STRICT.message(b.Message("x", ({"type": "markdown", "text": f"[the thread]({PERMALINK})"},)))


def test_a_host_may_be_made_our_own() -> None:
    text = own_link("http://127.0.0.1:8000/archives/C1/p1", "here")
    with pytest.raises(UnsendableError):
        STRICT.message(b.Message(text))
    Gate(own_hosts=frozenset({"127.0.0.1"}), strict=True).message(b.Message(text))


def test_the_first_block_carries_the_key_and_every_text_is_verbatim() -> None:
    made = STRICT.message(b.Message("words", (b.section("a") | {"block_id": "other"}, b.context("b"))), "q:7")
    assert made["blocks"][0]["block_id"] == "q:7"
    assert made["blocks"][0]["text"]["verbatim"] is made["blocks"][1]["elements"][0]["verbatim"] is True
    assert STRICT.message(b.Message("words"), "q:8")["blocks"][0]["block_id"] == "q:8"


def test_what_was_given_to_the_gate_is_not_changed() -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "<!here>"}}
    MENDING.message(b.Message("x", (block,)), "q:7")
    assert block == {"type": "section", "text": {"type": "mrkdwn", "text": "<!here>"}}


@given(
    st.lists(st.sampled_from(["word", " ", "\n", "&amp;", mention("U024BE7LH"), "x" * 70]), min_size=60, max_size=300)
)
def test_a_long_section_is_split_and_loses_no_word(parts: list[str]) -> None:
    text = "".join(["start ", *parts * 3, " end"])[:11_000].rpartition(" ")[0] or "x"
    made = MENDING.message(b.Message("words", (b.section(text, accessory=b.button("Go", "go")),)), "q:7")["blocks"]
    assert "".join("".join(piece["text"]["text"].split()) for piece in made) == "".join(text.split())
    assert all(len(piece["text"]["text"]) <= SECTION_TEXT for piece in made)
    assert [("accessory" in piece, piece.get("block_id")) for piece in made] == [(True, "q:7")] + [(False, None)] * (
        len(made) - 1
    )


def test_a_message_that_cannot_be_shown_goes_out_as_its_text() -> None:
    message = b.Message("three words here", tuple([b.divider()] * 51))
    with pytest.raises(UnsendableError, match="/blocks: 51 blocks") as refusal:
        STRICT.message(message)
    assert refusal.value.problems == ("/blocks: 51 blocks, a message takes 50",)
    made = MENDING.message(message, "q:7")
    assert [block["text"]["text"] for block in made["blocks"]] == ["three words here"]
    assert made["blocks"][0]["block_id"] == "q:7"


def test_a_message_without_any_text_still_says_something() -> None:
    made = MENDING.message(b.Message(" ", ()))
    assert broken(made, "message") == []


def test_a_view_that_breaks_a_limit_is_refused_even_in_production() -> None:
    with pytest.raises(UnsendableError, match="/title: 30 characters"):
        MENDING.view(b.modal("T", [b.divider()], callback_id="c") | {"title": {"type": "plain_text", "text": "x" * 30}})


def test_a_live_token_in_a_view_is_mended() -> None:
    view = b.modal("T", [b.section("<!channel>")], callback_id="c")
    with pytest.raises(UnsendableError):
        STRICT.view(view)
    assert MENDING.view(view)["blocks"][0]["text"]["text"] == "&lt;!channel&gt;"
