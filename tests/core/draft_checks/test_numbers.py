"""Numbers: each one stands in the brief, and keeps the company that it has there."""

import pytest

from tests.core.draft_checks.example_brief import families, findings_of, in_plan, with_evidence


@pytest.mark.parametrize(
    "text",
    [
        "In March 2026 there were 40 outages.",
        "In March 2026 there were 120 outages.",
        "In March 2026 there were twelve hundred outages.",
        "In March 2026 there were fourteen outages.",
        "In March 2026 there were \u0661\u0663 outages.",
        "In March 2026 there were \u2465 outages.",
        "In March 2026 there were 12.5 outages.",
        "In March 2026 there were 1,200 outages.",
        "In March 2026 there were 12k outages.",
        "In March 2026 there were a dozen and 17 outages.",
        "In March 2027 there were 12 outages.",
        "About 40 % of contacts are about late parcels.",
        "Half of the contacts are about late parcels.",
        "Two thirds of the contacts are about late parcels.",
        "A quarter of the contacts is about late parcels.",
        "The contacts about late parcels have tripled.",
        "Outages happen twice a week after a bad week.",
        "Dozens of contacts are about late parcels.",
        "It is the ninth outage in March 2026.",
        "It is the 9th outage in March 2026.",
        "The handover loses 1 in 9 jobs.",
        "The contacts about late parcels cost EUR 12.",
        "The outages of Q3 are written down.",
        "The outages of 03/09/2026 are written down.",
        "The outages began at 14:30 after a bad week.",
    ],
)
def test_a_figure_that_nobody_gave_is_found(text: str) -> None:
    assert "numbers" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "NPS stands at 45 today, and the goal is 31.",
        "There were 3 outages in March 2026, and 12 teams ask why.",
        "NPS is to go from 45 to 31.",
        "There were 2026 outages in March 12.",
        "About 12 % of contacts are about late parcels.",
        "Late parcels are the reason for 38 contacts.",
        "The handover loses 8 in 1 jobs.",
        "There were 31 outages in March 2026.",
        "Three outages came in March 2026.",
        "A recent fix held for three weeks.",
        "The NPS of 31 degrees shows little.",
    ],
)
def test_a_figure_in_other_company_is_found(text: str) -> None:
    assert "numbers" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "There were 12 outages in March 2026.",
        "Twelve outages came in March 2026.",
        "Three teams ask why after a bad week.",
        "In March 2026, 12 outages were counted by 3 teams that ask why.",
        "NPS stands at 31 today, against a goal of 45.",
        "Between an NPS of 31 and the goal of 45 there is room.",
        "Late parcels make up 38 % of contacts.",
        "Of all contacts, 38 per cent are about late parcels.",
        "The handover loses one in eight jobs.",
        "One job in eight is lost at the handover.",
        "The ten most frequent defects need an owner and a category.",
        "A recent fix that held for three months would show more.",
        "One owner for each cause would help.",
        "NPS is to go from 31 to 45.",
        "These two points are late parcels and outages.",
        "Three things are late: parcels, jobs and handovers.",
        "First, the ten most frequent defects need an owner.",
        "This is the first of the gaps.",
        "A 90-day plan can name an owner for the ten most frequent defects.",
    ],
)
def test_a_figure_of_the_facts_beside_its_own_words_is_fine(text: str) -> None:
    assert families(text) == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("In March 2026 there were 40 outages.", "It names 40, a figure that nobody gave."),
        ("About 40 % of contacts are about late parcels.", "It names 40 %, a figure that nobody gave."),
        ("There were 3 outages in March 2026.", "It puts 3 where the facts have 12."),
        ("The handover loses 8 in 1 jobs.", "It turns 8 and 1 round."),
    ],
)
def test_the_reason_is_said_in_words(text: str, said: str) -> None:
    assert [each.message for each in findings_of(text) if each.check == "numbers"][:1] == [said]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("31 today, goal 45", "The figure is 31 today, and the goal is 45."),
        ("12 outages, 3 teams", "Three teams had 12 outages."),
        ("31 of 40 on time last quater", "Of 40 last quarter, 31 were on time."),
        ("1.200 tickets a week", "There are 1,200 tickets a week."),
        ("NPS fell by -12", "NPS fell by -12."),
    ],
)
def test_people_write_numbers_in_many_ways(said: str, text: str) -> None:
    assert "numbers" not in families(text, brief=with_evidence(said))


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("31 today, goal 45", "The figure is 45 today, and the goal is 31."),
        ("12 outages, 3 teams", "There were 3 outages in 12 teams."),
        ("31 of 40 on time", "On time were 40 of 31."),
        ("NPS is -12", "NPS is 12."),
        ("1,200 tickets a week", "There are 1,200 tickets a day."),
    ],
)
def test_figures_of_one_answer_are_not_exchanged(said: str, text: str) -> None:
    assert "numbers" in families(text, brief=with_evidence(said))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("what", "Name an owner for each of the 14 most frequent defects"),
        ("measure", "Eighty per cent of the defects have an owner"),
        ("first_step", "Write down the causes of 20 defects"),
    ],
)
def test_the_fields_of_an_action_are_read_too(field: str, text: str) -> None:
    assert "numbers" in {each.check for each in in_plan(**{field: text})}


@pytest.mark.parametrize(
    "text", ["Write down the causes by day 30", "Write down the causes within 60 days", "Fill half a page with causes"]
)
def test_the_days_of_a_plan_need_no_fact(text: str) -> None:
    assert "numbers" not in {each.check for each in in_plan(first_step=text)}
