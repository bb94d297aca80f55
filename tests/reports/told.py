"""Facts that reports are made of in tests."""

from dataclasses import replace
from datetime import timedelta

from bot.core.assessment import Assessment
from bot.core.drafts.briefs import brief_for, pieces_of
from bot.core.drafts.built_texts import built
from bot.core.drafts.draft import Decision, Draft, Made, Verb
from bot.core.drafts.standing import accepted_texts
from bot.core.metric import stated, tracks
from bot.core.plan.plan import AcceptedAction, ActionStanding, ActionUpdate, Plan, Progress
from bot.core.scoring.scorecard import scorecard
from bot.core.scoring.trend import trend
from bot.core.team import Evidence
from bot.use_cases.report import ReportFacts
from tests.core.examples import example_framework
from tests.core.rated import START, Given, assessment_of

LINK = "https://wiki.example/defects?a=1&b=2"
PERMALINK = "https://acme.slack.com/archives/C1/p1"
AT = START + timedelta(days=130)


def told(assessment: Assessment, before: Assessment | None = None) -> ReportFacts:
    """Give the facts with every text and the plan accepted; of the first action its owner said something."""
    card, drafts, plan = scorecard(assessment, before), list[Draft](), list[ActionStanding]()
    for piece in pieces_of(card):
        brief = brief_for(assessment, card, piece)
        made = Made(built(brief), by_model=False, brief=brief, trouble=None, findings=(), at=START)
        decisions = (Decision(Verb.ACCEPT, "dana", START),)
        drafts.append(Draft(f"d{len(drafts)}", piece, "dana", START, made=made, decisions=decisions))
        if isinstance(made.content, Plan):
            for each in made.content.actions:
                due = AT.date() + timedelta(days=each.due_day - 40)
                plan.append(ActionStanding(AcceptedAction(f"k{len(plan)}", "d", each, due)))
    if plan:
        word = ActionUpdate("k0", Progress.STUCK, "no <b>time</b>", "3 of 9", "sam", AT, AT.date() - timedelta(days=2))
        plan[0] = ActionStanding(replace(plan[0].accepted, owner="sam"), (word,))
    course = trend((before, assessment)) if before is not None else None
    texts = accepted_texts(assessment, card, tuple(drafts))
    people = {"dana": "Dana Weber", "sam": "Sam O'Neil"}
    return ReportFacts(
        assessment,
        card,
        texts,
        tuple(drafts),
        tuple(plan),
        course,
        (START + timedelta(days=30),),
        tracks(stated(assessment)),
        None,
        AT,
        "cx-team",
        people,
    )


def acme(verdicts: Given = (3, 2, 4, 2, 2, 2), language: str = "") -> ReportFacts:
    """Give the facts of the example, compared with a quarter earlier; its first level is shown by words and links."""
    before = assessment_of(example_framework(), (2, 2, 2, 2, 2, 2))
    now = assessment_of(example_framework(), verdicts, days=90)
    said = Evidence("words", f"see {LINK}, page 3"), Evidence("link", LINK), Evidence("message", PERMALINK)
    ratings = (replace(now.ratings[0], evidence=said), *now.ratings[1:])
    return told(replace(now, ratings=ratings, language=language), before)
