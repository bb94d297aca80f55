"""The portfolio of a person: the newest scorecards of every channel in which they are now, by Slack's word.

What cannot be found out is not shown: no figure, no name, no count and no median has anything of another channel in it.
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date

from bot.core.assessment import Assessment, Status, subject_key
from bot.core.scoring.portfolio import Peers, Portfolio, PortfolioPage, peers, portfolio
from bot.use_cases.notices import tell_once
from bot.use_cases.ports import AssessmentLine, Clock, Deed, Job, Messenger, NewJob, Reads, Store
from bot.use_cases.scorecards import channels_of, choose_line, is_named

PORTFOLIO = "portfolio"
ALL = "all"
MOST_LOOKED_AT = 50
"""Assessments of a channel among which a subject called "All ..." is looked for."""


def asks_for_all(store: Store, workspace: str, channel: str, words: str) -> str | None:
    """Return what was typed behind "all"; None where that names something else, such as a subject "All Hands"."""
    typed = words.casefold().split()
    if typed[:1] != [ALL]:
        return None
    with store.reading() as view:
        lines = view.lines(workspace, channel, limit=MOST_LOOKED_AT)
    if len(typed) > 1:
        is_named_so = choose_line(lines, typed) is not None
    else:
        is_named_so = any(subject_key(each.subject) == ALL for each in lines)
    return None if is_named_so else " ".join(words.split()[1:])


def ask_for_portfolio(store: Store, clock: Clock, deed: Deed, words: str, page: int = 0) -> None:
    """Have the portfolio written to a person: to ask Slack about each channel takes longer than a reply may."""
    key = f"{PORTFOLIO}:{deed.workspace}:{deed.person}:{page}:{words}"
    payload = {"workspace": deed.workspace, "person": deed.person, "words": words, "page": str(page)}
    with store.writing(deed.workspace) as tx:
        if tx.is_new(deed.workspace, f"{PORTFOLIO}:{deed.event}", clock.now()):
            tx.enqueue(NewJob(PORTFOLIO, key, payload))


def show_portfolio(store: Store, clock: Clock, messenger: Messenger, job: Job) -> None:
    """Write a page of the portfolio to the person who asked: the job behind the command and its buttons."""
    workspace, person, words = job.payload["workspace"], job.payload["person"], job.payload["words"]
    allowed = channels_of(store, messenger, workspace, person)
    with store.reading() as view:
        found = portfolio_of(view, workspace, allowed, clock.now().astimezone(UTC).date())
    shows = _page(found, person, words, int(job.payload["page"]))
    tell_once(store, messenger, workspace, f"told:{PORTFOLIO}:{job.id}", shows)


def _page(found: Portfolio, person: str, words: str, page: int) -> PortfolioPage:
    """Choose the rows whose framework or subject hold every word; the medians stay over all that the person may see."""
    names = {each.assessment.subject.name for each in found.rows} | {each.title for each in found.groups}
    chosen = any(_fits(each.assessment, words) for each in found.rows)
    near = () if chosen or not words else tuple(difflib.get_close_matches(words, sorted(names), n=3, cutoff=0.4))
    return PortfolioPage(person, found, page, words, near)


def _fits(assessment: Assessment, words: str) -> bool:
    names = (assessment.subject.name, assessment.framework.title, assessment.framework.slug)
    return all(is_named(word, *names) for word in words.casefold().split())


def chosen_rows(shown: PortfolioPage) -> Portfolio:
    """Return the part of a portfolio that the words of a page choose."""
    groups = (
        replace(group, rows=tuple(row for row in group.rows if _fits(row.assessment, shown.words)))
        for group in shown.portfolio.groups
    )
    return replace(shown.portfolio, groups=tuple(each for each in groups if each.rows))


def portfolio_of(view: Reads, workspace: str, channels: Sequence[str], today: date) -> Portfolio:
    """Return the portfolio of some channels, in as many questions to the store for 200 subjects as for one."""
    lines = view.lines_in(workspace, channels)
    newest = _newest(lines)
    wholes = {each.id: each for each in view.assessments(workspace, [each.id for each in newest])}
    tops = [wholes[each.id] for each in newest if each.id in wholes]
    superseded = {
        (each.channel, subject_key(each.subject.name), slug) for each in tops for slug in each.framework.supersedes
    }
    tops = [each for each in tops if _line(each) not in superseded]
    earlier = _earlier(lines)
    before = {each.id: _before(each, earlier.get((each.channel, subject_key(each.subject.name)), ())) for each in tops}
    olds = {each.id: each for each in view.assessments(workspace, [one for one in before.values() if one])}
    plans = view.standing_plans(workspace, [*(each.id for each in tops), *olds])
    pairs = [(each, olds.get(before[each.id])) for each in tops]
    # that of the newest assessment is followed, else that of the one before it
    followed = {each.id: plans.get(each.id) or plans.get(before[each.id]) or () for each in tops}
    return portfolio(pairs, followed, today)


def peers_of(view: Reads, assessment: Assessment, channels: Sequence[str], today: date) -> Peers | None:
    """Return the median of the other subjects of some channels; None where an assessment is not its line's newest."""
    groups = portfolio_of(view, assessment.workspace, channels, today).groups
    own = ((group, row) for group in groups for row in group.rows if row.assessment.id == assessment.id)
    return next((peers(group, row) for group, row in own), None)


def _line(assessment: Assessment) -> tuple[str, str, str]:
    return assessment.channel, subject_key(assessment.subject.name), assessment.framework.slug


def _newest(lines: Iterable[AssessmentLine]) -> list[AssessmentLine]:
    """Choose the assessment that ended last of each channel, subject and framework, else the one under way."""
    found: dict[tuple[str, str, str], AssessmentLine] = {}
    for each in sorted(lines, key=_rank):
        if each.status is not Status.STOPPED:
            found[each.channel, subject_key(each.subject), each.framework] = each
    return list(found.values())


def _rank(line: AssessmentLine) -> tuple[bool, object]:
    return line.status is Status.COMPLETE, line.completed_at or line.started_at


def _earlier(lines: Iterable[AssessmentLine]) -> dict[tuple[str, str], list[AssessmentLine]]:
    """Return the complete assessments of each channel and subject, the one that ended last first."""
    found: dict[tuple[str, str], list[AssessmentLine]] = {}
    for each in sorted(lines, key=_rank, reverse=True):
        if each.status is Status.COMPLETE:
            found.setdefault((each.channel, subject_key(each.subject)), []).append(each)
    return found


def _before(now: Assessment, earlier: Sequence[AssessmentLine]) -> str:
    """Return the id of the one that a scorecard is compared with, as ``Reads.before`` finds it; empty for none."""
    slugs = (now.framework.slug, *now.framework.supersedes)
    found = (
        each.id
        for each in earlier
        if each.framework in slugs
        and each.id != now.id
        and each.completed_at is not None
        and each.completed_at < now.started_at
    )
    return next(found, "")
