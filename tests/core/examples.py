"""Small frameworks that tests share: one of six dimensions on 1-5 with a mean, one of five on 1-4 with a sum."""

from fractions import Fraction

from bot.core.framework import Band, Descriptor, Dimension, Framework, Scale, Variable

LEVELS_OF_FIVE = {1: "Initial", 2: "Developing", 3: "Defined", 4: "Managed", 5: "Optimized"}
STAGES = {1: "Ad-hoc", 2: "Defined", 3: "Managed", 4: "Embedded"}

BUSINESS = Variable(key="BUSINESS", description="Business name", in_prompt=True)
NPS_BASELINE = Variable(key="NPS_BASELINE", description="Current NPS", kind="number", in_prompt=True)
NPS_TARGET = Variable(key="NPS_TARGET", description="Target NPS/CSAT", kind="number", in_prompt=True)
CHURN_RATE = Variable(key="CHURN_RATE", description="Churn rate", kind="percent")
TOP_JOURNEYS = Variable(key="TOP_JOURNEYS", description="Highest-volume journeys")


def example_framework() -> Framework:
    """Six dimensions on 1-5 in the manner of the CX optimization seed; 2 and 4 are left undescribed."""
    return Framework(
        slug="cx-optimization",
        title="CX optimization readiness",
        version="1.0",
        digest="5e" * 32,
        purpose="Find out how ready a business is to improve its customer experience step by step.",
        scale=Scale(1, 5),
        aggregate="mean",
        dimensions=(
            _dimension("journey-visibility-feedback", "Journey visibility & feedback", "Journeys are mapped"),
            _dimension("root-cause-analysis", "Root-cause analysis", "Causes have owners"),
            _dimension("experimentation-iteration", "Experimentation & iteration", "Changes are tried out"),
            _dimension("operational-execution", "Operational execution", "Plans have owners and dates"),
            _dimension("cross-functional-governance", "Cross-functional governance", "Decisions have a cadence"),
            _dimension("measurement-outcomes", "Measurement & outcomes", "Outcomes are tracked"),
        ),
        bands=_bands_of_five(),
        variables=(BUSINESS, NPS_BASELINE, NPS_TARGET, CHURN_RATE, TOP_JOURNEYS),
        prompt="Assess CX optimization readiness for [BUSINESS], NPS [NPS_BASELINE] today, goal [NPS_TARGET].",
        evidence_from=4,
        level_names=LEVELS_OF_FIVE,
        deliverables=("Scorecard and top gaps", "Plan for 90 days"),
    )


def matrix_framework() -> Framework:
    """Five dimensions on 1-4 whose sum is the overall figure, each stage with a name of its own, like the CX matrix."""
    return Framework(
        slug="cx-matrix",
        title="CX maturity matrix",
        version="1.0",
        digest="a1" * 32,
        purpose="See which of four stages describes how a company works today.",
        scale=Scale(1, 4),
        aggregate="sum",
        dimensions=(
            _row("strategy-leadership", "Strategy & Leadership", ("Support", "Important", "Priority", "Identity")),
            _row("voice-of-the-customer", "Voice of the Customer", ("No loop", "Surveys", "Closed loop", "Predictive")),
            _row("culture-people", "Culture & People", ("Siloed", "Well-intentioned", "Collaborative", "Obsessed")),
            _row(
                "journey-mapping", "Journey Mapping", ("Internal focus", "Static maps", "Service design", "Proactive")
            ),
            _row("data-technology", "Data & Technology", ("Fragmented", "Messy CRM", "Connected", "Unified platform")),
        ),
        bands=(
            Band("Ad-hoc", Fraction(5), Fraction(8), "High risk", "Basic consistency and first feedback."),
            Band("Defined", Fraction(9), Fraction(13), "Building foundations", "Break down silos, close the loop."),
            Band("Managed", Fraction(14), Fraction(17), "Strong performer", "From solving to preventing."),
            Band("Market leader", Fraction(18), Fraction(20), "Differentiation", "Innovation and automation."),
        ),
        variables=(Variable(key="COMPANY", description="Company name", in_prompt=True),),
        prompt="Place [COMPANY] in the CX maturity matrix.",
        evidence_from=3,
        level_names=STAGES,
    )


def framework_on(low: int, high: int) -> Framework:
    """One dimension on any scale, its levels without names: for what must hold on every scale."""
    descriptors = tuple(Descriptor(level, "", f"What level {level} looks like") for level in range(low, high + 1))
    return Framework(
        slug=f"scale-{low}-{high}",
        title=f"Scale from {low} to {high}",
        version="1.0",
        digest="0f" * 32,
        purpose="Try out a scale.",
        scale=Scale(low, high),
        aggregate="mean",
        dimensions=(Dimension("only", "The only dimension", descriptors),),
        bands=(Band("All", Fraction(low), Fraction(high)),),
        variables=(),
        prompt="Try out the scale.",
        evidence_from=max(low, high - 1),
    )


def _dimension(key: str, name: str, middle: str) -> Dimension:
    """Build a dimension of the first example: 1, 3 and 5 described, with its question and next steps."""
    return Dimension(
        key=key,
        name=name,
        descriptors=(
            Descriptor(1, "Initial", f"{name} is left to chance."),
            Descriptor(3, "Defined", f"{middle}."),
            Descriptor(5, "Optimized", f"{name} improves by itself."),
        ),
        ask=f"How far along is {name.lower()}?",
        look_for="A document, an owner, a recent result",
        next_steps={1: f"Name an owner for {name.lower()}.", 3: f"Review {name.lower()} every month."},
    )


def _row(key: str, name: str, names: tuple[str, str, str, str]) -> Dimension:
    """Build a row of the matrix: four stages, each with a name that belongs to this row only."""
    descriptors = tuple(
        Descriptor(stage, own, f"{name}: {own} is what people see.") for stage, own in enumerate(names, start=1)
    )
    return Dimension(key=key, name=name, descriptors=descriptors, ask=f"Which stage describes {name}?")


def _bands_of_five() -> tuple[Band, ...]:
    names = (*LEVELS_OF_FIVE.items(),)
    whole = tuple(Band(name, Fraction(level), Fraction(level * 10 + 9, 10)) for level, name in names[:-1])
    return (*whole, Band("Optimized", Fraction(5), Fraction(5)))


OPTIMIZATION, MATRIX = example_framework(), matrix_framework()
KEYS = [each.key for each in OPTIMIZATION.dimensions]
VISIBILITY, CAUSES = KEYS[:2]
