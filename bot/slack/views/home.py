"""The Home tab: what cxbot is for and how to begin."""

from bot.core.framework import Framework
from bot.slack import blocks as kit
from bot.slack.blocks import Block, View
from bot.slack.text import said
from bot.slack.views.private import help_text


def home(frameworks: tuple[Framework, ...]) -> View:
    """Show how to begin and which frameworks there are."""
    begin = (
        "Type `/cx-assess` in the channel of the team that you want to assess: the questions come in a thread there,"
        " one at a time, and the scorecard at the end.\nType `/cx-scorecard` there to see the latest scorecard."
    )
    blocks: list[Block] = [kit.header("Assess your customer experience"), kit.section(begin), kit.divider()]
    lines = [f"• *{said(each.title)}* {said(each.purpose, 300)}" for each in frameworks[:20]]
    blocks += [kit.section("*What you can assess with*\n" + "\n".join(lines)), kit.divider(), kit.section(help_text())]
    return kit.home(blocks)
