"""What is taken for a variable of the subject, and how the values fill the prompt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.framework import Variable
from bot.core.variables import LONGEST_TEXT, WhyNot, check_variable, fill_prompt, variable_name
from tests.known import as_a

COUNT = Variable("CUSTOMER_COUNT", "Number of active customers", "number")
NPS = Variable("NPS_BASELINE", "Current NPS", "number")
NPS_OR_CSAT = Variable("NPS_BASELINE", "Current NPS/CSAT", "number")
CHURN = Variable("CHURN_RATE", "Churn rate (logo or revenue)", "percent")
NRR = Variable("NRR_TARGET", "Net revenue retention target", "percent")
GROWTH = Variable("REVENUE_CHANGE", "Growth against last year", "percent")
BUSINESS = Variable("BUSINESS", "Business name")

REFUSED = [
    (COUNT, "many", "one number"),
    (COUNT, "about 31", "one number"),
    (COUNT, "31 customers", "one number"),
    (COUNT, "30-40", "one number"),
    (COUNT, "1e9", "one number"),
    (COUNT, "9" * 50, "one number"),
    (COUNT, "nan", "one number"),
    (COUNT, "12%", "% sign"),
    (COUNT, "1.200", "decimal point"),
    (COUNT, "1.200,5", "decimal point"),
    (COUNT, "1,2,3", "decimal point"),
    (COUNT, "12.5.1", "decimal point"),
    (NPS, "118", "-100 to 100"),
    (NPS, "-101", "-100 to 100"),
    (CHURN, "118%", "0 to 100"),
    (CHURN, "-1", "0 to 100"),
    (CHURN, "12%%", "one number"),
    (CHURN, "low", "one number"),
    (NRR, "1,200%", "-100 to 1000"),
    (BUSINESS, "x" * (LONGEST_TEXT + 1), "at most 500"),
]

TAKEN = [
    (COUNT, "31", "31"),
    (COUNT, " 31 ", "31"),
    (COUNT, "-12", "-12"),
    (COUNT, "\u221212", "-12"),
    (COUNT, "+12", "+12"),
    (COUNT, "1,200", "1,200"),
    (COUNT, "1,200,000.50", "1,200,000.50"),
    (COUNT, "1.200.000", "1.200.000"),
    (COUNT, "1 200", "1200"),
    (COUNT, "12.5", "12.5"),
    (COUNT, "12,5", "12,5"),
    (COUNT, "0.125", "0.125"),
    (COUNT, "\uff13\uff11", "31"),
    (NPS, "100", "100"),
    (NPS, "-100", "-100"),
    (NPS_OR_CSAT, "118", "118"),
    (NPS_OR_CSAT, "82%", "82%"),
    (CHURN, "0", "0"),
    (CHURN, "100", "100"),
    (CHURN, "12%", "12%"),
    (CHURN, "12.5 %", "12.5%"),
    (CHURN, "12 percent", "12%"),
    (NRR, "118%", "118%"),
    (GROWTH, "-5%", "-5%"),
    (BUSINESS, "Acme  Retail\u200b & Söhne", "Acme Retail & Söhne"),
    (BUSINESS, "7", "7"),
    *((variable, "", "") for variable in (COUNT, CHURN, BUSINESS)),
    *((variable, "n/a", "unknown") for variable in (COUNT, CHURN, BUSINESS)),
    *((COUNT, words, "unknown") for words in ("Unknown", "don\u2019t know", "N/A.", "tbd", "?", "-")),
]


@pytest.mark.parametrize(("variable", "text", "why"), REFUSED, ids=lambda value: str(getattr(value, "key", value))[:30])
def test_a_value_of_another_kind_is_refused_with_the_way_to_write_it(variable: Variable, text: str, why: str) -> None:
    assert why in as_a(WhyNot, check_variable(variable, text)).message


@pytest.mark.parametrize(("variable", "text", "stored"), TAKEN, ids=lambda value: str(getattr(value, "key", value)))
def test_a_value_is_stored_as_people_wrote_it(variable: Variable, text: str, stored: str) -> None:
    assert check_variable(variable, text) == stored


@given(
    st.sampled_from([COUNT, NPS, CHURN, NRR, BUSINESS]), st.text(max_size=60) | st.text("0123456789.,-+% ", max_size=12)
)
def test_any_text_is_taken_or_refused_and_what_was_taken_is_taken_again(variable: Variable, text: str) -> None:
    first = check_variable(variable, text)
    assert isinstance(first, WhyNot) or check_variable(variable, first) == first


def test_forty_thousand_characters_are_refused_for_every_kind() -> None:
    for unit in ("1", "1,", "1 ", "1.000", "[", "a"):
        for variable in (COUNT, CHURN, BUSINESS):
            assert isinstance(check_variable(variable, unit * (40_000 // len(unit))), WhyNot)


def test_placeholders_are_filled_with_the_values() -> None:
    prompt = "Assess [BUSINESS] with [NPS_BASELINE] NPS and [CHURN_RATE]% churn."
    values = {"BUSINESS": "Acme", "NPS_BASELINE": "31", "CHURN_RATE": "12"}
    assert fill_prompt(prompt, values) == "Assess Acme with 31 NPS and 12% churn."


def test_a_percent_sign_in_the_value_is_not_doubled() -> None:
    assert fill_prompt("[CHURN_RATE]% churn", {"CHURN_RATE": "12%"}) == "12% churn"


@pytest.mark.parametrize(
    ("prompt", "filled"),
    [
        ("Assess [BUSINESS], NPS [NPS_BASELINE] today, goal [NPS_TARGET].", "Assess Acme, goal 45."),
        ("Assess [BUSINESS], NPS [NPS_BASELINE] today.", "Assess Acme."),
        ("Assess [BUSINESS]: [CHURN_RATE]% churn, NPS [NPS_BASELINE].", "Assess Acme."),
        ("Assess [BUSINESS]: [CHURN_RATE]% churn, goal [NPS_TARGET]!", "Assess Acme: goal 45!"),
        ("Place [BUSINESS]. Sponsor: [CHURN_RATE]. Be brief: (1) a, (2) b.", "Place Acme. Be brief: (1) a, (2) b."),
        ("Assess [BUSINESS] with [CHURN_RATE]% churn. Score it.", "Score it."),
        ("[NPS_BASELINE] today", ""),
    ],
)
def test_what_has_no_value_is_not_spoken_of(prompt: str, filled: str) -> None:
    values = {"BUSINESS": "Acme", "NPS_TARGET": "45", "NPS_BASELINE": " ", "CHURN_RATE": "unknown"}
    assert fill_prompt(prompt, values) == filled


def test_a_value_that_looks_like_a_placeholder_stays_text() -> None:
    values = {"BUSINESS": r"[CHURN_RATE] \1 {BUSINESS}", "CHURN_RATE": "12"}
    assert fill_prompt("[BUSINESS] at [CHURN_RATE]", values) == r"[CHURN_RATE] \1 {BUSINESS} at 12"


def test_what_is_no_placeholder_is_left_alone() -> None:
    prompt = "[see](https://a.example) [1] [] [not a key] [LINK](x)"
    assert fill_prompt(prompt, {"LINK": "no", "see": "no"}) == prompt


def test_a_key_is_named_as_people_say_it() -> None:
    assert variable_name("NPS_BASELINE") == "NPS baseline"
    assert variable_name("TOP_JOURNEYS") == "top journeys"
