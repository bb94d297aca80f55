"""The form that starts an assessment, and how what was filled in is read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.assessment import LONGEST_SUBJECT, Subject
from bot.core.framework import Dimension, Framework, Variable
from bot.core.languages import LANGUAGES, language_of
from bot.core.team import Mode
from bot.core.text import cleaned, one_line
from bot.core.variables import WhyNot, check_variable, variable_name
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Mistakes, View, channel_input
from bot.slack.limits import BLOCKS, INPUT_LABEL
from bot.slack.text import plain, said
from bot.slack.values import OfCadence, OfStart, number_in
from bot.slack.views.levels import level_select
from bot.slack.views.team import ALONE, OfferedGroup, TeamChoices, minutes_for, mode_input, team_inputs
from bot.slack.views.workshop import workshop_inputs

FRAMEWORK, SUBJECT, TARGET, CHANNEL, LANGUAGE = "framework", "subject", "target", "channel", "language"
OWN_TARGET, EACH_TARGET = "own", "each"
VARIABLE_LENGTH = 300
EXAMPLES = {"percent": ("A percentage, such as 4.5", 40), "number": ("A number, such as 31", 40)}
MOST_BLOCKS = BLOCKS["modal"]


@dataclass(frozen=True, slots=True)
class StartForm:
    """What the form offers and what it is filled in with at first. Without a ``channel`` the form asks for one.

    ``language`` is the one chosen last in the channel, empty where none was. ``groups`` are the user groups to choose
    from where several people answer, and ``choices`` what is chosen of them. ``reminder`` is the one
    whose button opened the form.
    """

    frameworks: tuple[Framework, ...]
    chosen: Framework
    channel: str
    subject: Subject = field(default_factory=lambda: Subject(""))
    target: str = OWN_TARGET
    language: str = ""
    mode: str = ALONE
    groups: tuple[OfferedGroup, ...] = ()
    choices: TeamChoices = field(default_factory=TeamChoices)
    reminder: OfCadence = field(default_factory=OfCadence)


def start_form(form: StartForm) -> View:
    """Build the form for the chosen framework. Fields that two frameworks share keep what was typed in them."""
    framework = form.chosen
    first = [each for each in framework.variables if each.in_prompt and each.key != framework.subject_key]
    more = [each for each in framework.variables if not each.in_prompt and each.key != framework.subject_key]
    blocks: list[Block] = []
    if not form.channel:
        hint = "The team's channel: the questions come in a thread there. You must be in it."
        channels = channel_input("value")
        blocks.append(kit.input_block("In which channel?", channels, block_id=CHANNEL, hint=hint))
    options = [kit.option(each.title, each.slug, description=each.purpose or None) for each in form.frameworks]
    choice = kit.select(ids.PICK_FRAMEWORK, options, initial=framework.slug)
    example = "A business, team or brand"
    name = kit.text_input("value", initial=form.subject.name, placeholder=example, max_length=LONGEST_SUBJECT)
    blocks += [
        kit.input_block("Framework", choice, block_id=FRAMEWORK, acts=True),
        kit.context(_purpose(framework)),
        kit.input_block("What are we assessing?", name, block_id=SUBJECT),
    ]
    several = team_inputs(form.groups, form.choices) if form.mode != ALONE else []
    several += workshop_inputs() if form.mode == Mode.WORKSHOP.value else []
    blocks += [mode_input(form.mode), *several]
    targets = [*_target_inputs(form), _language_input(form)]
    room = MOST_BLOCKS - len(blocks) - len(targets) - 2
    blocks += [_variable_input(each, form.subject) for each in first[:room]]
    blocks += targets
    if optional := more[: max(room - len(first), 0)]:
        blocks += [kit.divider(), kit.context("More about it (optional)")]
        blocks += [_variable_input(each, form.subject) for each in optional]
    about = OfStart(form.channel, *form.reminder)
    return kit.modal("Start an assessment", blocks, callback_id=ids.START_FORM, submit="Start", about=about)


def _purpose(framework: Framework) -> str:
    count = len(framework.dimensions)
    minutes = minutes_for(count)
    scale = f"{framework.scale.low} to {framework.scale.high}"
    facts = f"{count} dimensions, levels {scale}, about {minutes} min"
    return f"{said(framework.purpose)} _{facts}_" if framework.purpose else f"_{facts}_"


def variable_block(variable: Variable) -> str:
    """Return the block id of a variable's field: the same for every framework that asks for the same kind of it."""
    return f"var.{variable.kind}.{variable.key}"


def _variable_input(variable: Variable, subject: Subject) -> Block:
    initial = subject.variables.get(variable.key)
    example, most = EXAMPLES.get(variable.kind, (None, VARIABLE_LENGTH))
    element = kit.text_input("value", initial=initial, placeholder=example, max_length=most)
    label = plain(variable.description, INPUT_LABEL) or variable_name(variable.key)
    return kit.input_block(label, element, block_id=variable_block(variable), optional=True)


def _target_inputs(form: StartForm) -> list[Block]:
    framework = form.chosen
    own = {framework.target(each.key) for each in framework.dimensions}
    same = min(own) if len(own) == 1 else None
    own_label = f"{same} everywhere" if same is not None else "As the framework says"
    options = [kit.option(f"{own_label} (recommended)", OWN_TARGET)]
    options += [kit.option(f"{each} everywhere", str(each)) for each in framework.scale.levels() if each != same]
    options.append(kit.option("Per dimension", EACH_TARGET))
    initial = form.target if any(each["value"] == form.target for each in options) else OWN_TARGET
    element = kit.select(ids.PICK_TARGET, options, initial=initial)
    # the slug stands in the block id since the levels on offer differ from framework to framework
    blocks = [kit.input_block("Target", element, block_id=f"{TARGET}.{framework.slug}", acts=True)]
    if form.target == EACH_TARGET:
        for each in framework.dimensions:
            element = level_select("value", framework, each, str(framework.target(each.key)))
            blocks.append(kit.input_block(f"Target: {each.name}", element, block_id=_target_block(framework, each)))
    return blocks


def _language_input(form: StartForm) -> Block:
    """Ask for the language of the drafts; where none was chosen in the channel, it changes with the framework."""
    language = form.language or form.chosen.language
    block = LANGUAGE if form.language else f"{LANGUAGE}.{form.chosen.slug}"
    return kit.input_block("Language of the drafts", language_select(language), block_id=block)


def language_select(chosen: str) -> Element:
    """Build the choice of a language."""
    options = [kit.option(each.name, each.code) for each in LANGUAGES.values()]
    return kit.select("value", options, initial=language_of(chosen).code)


def _target_block(framework: Framework, dimension: Dimension) -> str:
    """Name the field by the dimension's place, since a key may be longer than Slack's block ids."""
    return f"{TARGET}.{framework.slug}.{framework.dimensions.index(dimension) + 1}"


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was filled in properly."""

    framework: Framework
    subject: Subject
    targets: Mapping[str, int]
    language: str = ""


def chosen(frameworks: Sequence[Framework], state: Mapping[str, str]) -> Framework:
    """Return the framework that is chosen in the form; the first one where none is."""
    return next((each for each in frameworks if each.slug == state.get(FRAMEWORK)), frameworks[0])


def typed_name(state: Mapping[str, str]) -> str:
    """Return what is typed as the subject's name, in which nothing hides that would part two of one name."""
    return one_line(cleaned(state.get(SUBJECT, "")))


def typed_subject(frameworks: Sequence[Framework], state: Mapping[str, str], last: Subject | None) -> Subject:
    """Return what is typed in the form by now: a field that comes back with another framework keeps its text."""
    typed = {
        variable.key: state[block]
        for framework in frameworks
        for variable in framework.variables
        if (block := variable_block(variable)) in state
    }
    known = last.variables if last is not None else {}
    return Subject(state.get(SUBJECT, ""), {**known, **typed})


def target_choice(framework: Framework, state: Mapping[str, str]) -> str:
    """Return what is chosen under *Target*."""
    return state.get(f"{TARGET}.{framework.slug}", "") or OWN_TARGET


def read_form(frameworks: Sequence[Framework], state: Mapping[str, str]) -> Filled | Mistakes:
    """Read the filled-in form; every mistake is named at its field."""
    framework = next((each for each in frameworks if each.slug == state.get(FRAMEWORK)), None)
    if framework is None:
        return Mistakes({FRAMEWORK: "This framework is not offered any more. Choose another one from the list."})
    errors: dict[str, str] = {}
    name = typed_name(state)
    if not any(sign.isalnum() for sign in name):
        errors[SUBJECT] = "Name what you assess: a business, a team or a brand."
    values = _variables(framework, state, errors)
    targets = _targets(framework, state, errors)
    subject = Subject(name[:LONGEST_SUBJECT], values)
    language = state.get(LANGUAGE) or state.get(f"{LANGUAGE}.{framework.slug}", "")
    language = language if language in LANGUAGES else ""
    return Mistakes(errors) if errors else Filled(framework, subject, targets, language)


def _variables(framework: Framework, state: Mapping[str, str], errors: dict[str, str]) -> dict[str, str]:
    values = {}
    for variable in framework.variables:
        typed = state.get(variable_block(variable), "").strip()
        if not typed or variable.key == framework.subject_key:
            continue
        checked = check_variable(variable, typed)
        if isinstance(checked, WhyNot):
            errors[variable_block(variable)] = checked.message
        else:
            values[variable.key] = checked
    return values


def _targets(framework: Framework, state: Mapping[str, str], errors: dict[str, str]) -> dict[str, int]:
    choice = target_choice(framework, state)
    if choice == OWN_TARGET:
        return {}
    block = f"{TARGET}.{framework.slug}"
    targets = {}
    for dimension in framework.dimensions:
        where = _target_block(framework, dimension) if choice == EACH_TARGET else block
        if where not in state:  # Slack takes no error at a field that the form does not show
            continue
        typed = state.get(where, "") if choice == EACH_TARGET else choice
        level = number_in(typed)
        if level is None or level not in framework.scale:
            errors[where] = f"Choose a level from {framework.scale.low} to {framework.scale.high}."
        elif level != framework.target(dimension.key):
            targets[dimension.key] = level
    return targets


def picked_channel(state: Mapping[str, str]) -> str:
    """Return the channel that is picked in the form; an empty text for none, and for what is no channel."""
    picked = state.get(CHANNEL, "")
    return picked if picked.startswith(("C", "G")) else ""
