"""People's words are inert on the way out and plain on the way in."""

import re
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.text import (
    ELLIPSIS,
    JOINER,
    TWINS,
    channel_mention,
    cleaned,
    heard,
    link,
    mention,
    own_link,
    plain,
    said,
    shortened,
    someone,
    when,
)

ATTACKS = [
    "<!channel>",
    "<!here|here>",
    "<!everyone>",
    "<!subteam^S0123|@team>",
    "<@U024BE7LH>",
    "<@U024BE7LH|dana>",
    "<#C024BE91L|general>",
    "<https://evil.example|your bank>",
    "<mailto:a@b.example|me>",
    "@channel",
    "@here",
    "&lt;!here&gt;",
    "https://evil.example/x?a=1&b=2",
    "evil.example",
    "dana@evil.example",
    "*bold*",
    "_it_",
    "~no~",
    "`code`",
    "```\nx\n```",
    "> quote",
    ">>> all",
    "<<!channel>>",
    "<!chan\u200bnel>",
    "\u202egnp.exe",
    "#general",
    "<!date^1^{date}|x>",
    "a\x00b",
]  # fmt: skip - one table of attacks reads better wide
HOSTILE = st.one_of(st.text(), st.lists(st.sampled_from([*ATTACKS, " ", "\n", "a", "1"]), max_size=8).map("".join))


def visible(mrkdwn: str) -> str:
    """Return what a reader sees, twins read as the marks they stand for."""
    words = heard(mrkdwn.replace(JOINER, ""))
    for mark, twin in TWINS.items():
        words = words.replace(twin, mark)
    return words


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_stays_live(attack: str) -> None:
    out = said(f"{attack} and {attack}", newline="\n")
    assert "<" not in out
    assert ">" not in out
    assert not re.search(r"@\w|://|(?<![0-9A-Za-z])#[a-z]|\w\.[a-z]{2}", out)
    assert not re.search(r"(?m)^\s*&gt;|(?<![0-9A-Za-z])[*_~]|[*_~](?![0-9A-Za-z])|`", out)


@given(HOSTILE)
def test_said_words_hold_no_token_and_read_the_same(words: str) -> None:
    out = said(words, 100_000, newline="\n")
    assert not set("<>`") & set(out)
    assert re.sub(r"&(amp|lt|gt);", "", out).count("&") == 0
    plain_words = re.sub(r"\n{3,}", "\n\n", cleaned(words))
    for mark, twin in TWINS.items():
        plain_words = plain_words.replace(twin, mark)
    assert visible(out) == plain_words


@given(HOSTILE, st.integers(1, 60))
def test_shortened_words_fit_and_never_end_inside_an_entity(words: str, limit: int) -> None:
    out = said(words, limit)
    assert len(out) <= limit
    assert re.sub(r"&(amp|lt|gt);", "", out).count("&") == 0
    assert out == said(words, 100_000) or out.endswith(ELLIPSIS)


@given(HOSTILE)
def test_nothing_invisible_is_said(words: str) -> None:
    left = {char for char in cleaned(words) if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"}}
    assert left <= set("\n\u200c\u200d")


@pytest.mark.parametrize("blank", "\u034f\u115f\u2800\u3164\uffa0")
def test_a_letter_that_shows_nothing_is_not_said(blank: str) -> None:
    assert cleaned(f"a{blank}b") == "ab"


def test_a_joiner_stays_only_where_it_shapes_a_word_or_an_emoji() -> None:
    persian, family = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "👩\u200d👧"
    assert cleaned(f"{persian} {family}") == f"{persian} {family}"
    assert cleaned("a\u200db \u200dc \u200d") == "ab c"


def test_a_mark_inside_a_word_is_left_for_copying() -> None:
    assert said("set max_open_files") == "set max_open_files"


def test_a_stray_mark_cannot_swallow_our_own_formatting() -> None:
    assert f"*{said('5*')}*".count("*") == 2


def test_lines_are_joined_or_kept_as_asked() -> None:
    assert said("one\r\n\r\n\r\n\r\ntwo") == "one two"
    assert said("one\ntwo", newline=" / ") == "one / two"
    assert said("one\r\n\n\n\ntwo\u2028three", newline="\n") == "one\n\ntwo\nthree"


def test_an_accent_and_a_family_are_not_cut_in_half() -> None:
    assert said("ee\u0301ee", 3) == f"e{ELLIPSIS}"
    assert plain("ab👩\u200d👧\u200d👦cd", 5) == f"ab{ELLIPSIS}"


def test_plain_words_keep_what_slack_does_not_parse() -> None:
    assert plain("a <b> & *c*\n@here", 40) == "a <b> & *c* @here"
    assert plain("abcdef", 4) == f"abc{ELLIPSIS}"


def test_composed_text_is_not_cut_inside_a_token() -> None:
    text = f"ask {mention('U024BE7LH')} now"
    assert shortened(text, 12) == f"ask{ELLIPSIS}"
    assert shortened(text, len(text)) == text
    assert shortened("a &amp; b", 6) == f"a{ELLIPSIS}"


@pytest.mark.parametrize("no_id", ["", "U", "u024", "U024\n", "U024>", "!channel", "C024BE91L", "@U024BE7LH"])
def test_only_a_user_id_can_be_mentioned(no_id: str) -> None:
    with pytest.raises(ValueError, match="no Slack user id"):
        mention(no_id)


def test_who_is_named_by_no_id_stands_in_words() -> None:
    assert someone("U024BE7LH") == "<@U024BE7LH>"
    assert someone("dana <!here>") == "dana &lt;!here&gt;"


def test_mentions_are_built_from_ids() -> None:
    assert mention("U024BE7LH") == "<@U024BE7LH>"
    assert channel_mention("C024BE91L") == "<#C024BE91L>"
    with pytest.raises(ValueError, match="no Slack channel id"):
        channel_mention("general")


def test_a_moment_reads_in_the_readers_zone_and_has_words_for_the_rest() -> None:
    moment = datetime(2026, 11, 23, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert when(moment) == "<!date^1795390200^{date_short}|22 November 2026>"
    assert when(moment, "moment").endswith("|22 November 2026, 23:30 UTC>")
    with pytest.raises(ValueError, match="time zone"):
        when(moment.replace(tzinfo=None))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://slack.com@evil.example/",
        "https://xn--pple-43d.example/",
        "https://\u0430pple.example/",
        "https://a.example/x|y",
        "https://a.example/<b>",
        "https://",
        "https://[::1",
        "https://a.example:x/",
        "ftp://a.example",
        "https://a.example/" + "a" * 2_000,
        "https://a.example/ b",
        "https:/a.example",
    ],
)  # fmt: skip - one table reads better wide
def test_a_misleading_address_stays_words(url: str) -> None:
    assert "<" not in link(url)
    with pytest.raises(ValueError, match="plain http"):
        own_link(url, "here")


def test_a_plain_address_is_a_link_that_hides_nothing() -> None:
    assert link(" https://a.example/x_y?a=1&b=2#c ") == "<https://a.example/x_y?a=1&amp;b=2#c>"
    assert own_link("https://x.slack.com/archives/C1/p1", "a <b>") == "<https://x.slack.com/archives/C1/p1|a &lt;b&gt;>"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("3 &lt; 4 &amp;&amp; 5 &gt; 4", "3 < 4 && 5 > 4"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("<@U024BE7LH> and <@U024BE7LH|dana>", "@U024BE7LH and @U024BE7LH"),
        ("<#C024BE91L|general> <#C024BE91L> <#C024BE91L|>", "#general #C024BE91L #C024BE91L"),
        ("<!subteam^S0123|@cx-team> <!subteam^S0123>", "@cx-team @S0123"),
        ("<!channel> <!here|here> <!everyone>", "@channel @here @everyone"),
        ("<!date^1392734382^{date_short}|18 February>", "18 February"),
        ("<https://a.example/x?a=1&amp;b=2>", "https://a.example/x?a=1&b=2"),
        ("<https://a.example/x|https://a.example/x>", "https://a.example/x"),
        ("<https://a.example/x|our survey>", "our survey (https://a.example/x)"),
        ("<http://checkout.We|checkout.We> know", "checkout.We know"),
        ("<http://www.a.example|www.a.example>", "http://www.a.example"),
        ("<http://a.example/x|a.example/x>", "http://a.example/x"),
        ("<mailto:dana@a.example|dana@a.example>", "dana@a.example"),
        ("<tel:+4930123|+49 30 123>", "+49 30 123 (+4930123)"),
        ("half <@U02 and < and <>", "half <@U02 and < and "),
        ("nul\x00 and \ud800", "nul and "),
    ],
)
def test_inbound_markup_becomes_words(typed: str, words: str) -> None:
    assert heard(typed.replace("<>", "<|>")) == words


@given(st.one_of(st.text(), st.text("<>|!@#^&;amplthttps:/ \n\ud800")))
def test_hostile_inbound_text_never_raises_and_can_be_stored(text: str) -> None:
    heard(text).encode("utf-8")
