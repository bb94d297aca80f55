"""What `GET /metrics` tells a monitor, as Prometheus' text: counts of work, of deliveries and of Slack's refusals.

No label names a person, a channel or a workspace.
"""

from collections.abc import Iterable, Mapping

from bot.use_cases.jobs import WorkStanding


def metrics(work: WorkStanding, deliveries: Mapping[int, int], refusals: Mapping[tuple[str, str], int]) -> str:
    """Write the figures as text."""
    by_kind = (({"kind": kind, "state": state}, number) for (kind, state), number in work.jobs.items())
    by_status = (({"status": str(status)}, number) for status, number in tuple(deliveries.items()))
    by_code = (({"method": method, "error": code}, number) for (method, code), number in tuple(refusals.items()))
    most = max(work.due.values(), default=0)
    lines = [
        *_lines("jobs", "gauge", "Work in the queue.", by_kind),
        *_lines("jobs_oldest_due_seconds", "gauge", "Age of the oldest work to be taken.", [({}, work.oldest_seconds)]),
        *_lines("workspaces_due", "gauge", "Workspaces with work to be taken.", [({}, len(work.due))]),
        *_lines("workspace_most_due", "gauge", "Work to be taken of the workspace with most.", [({}, most)]),
        *_lines("deliveries_total", "counter", "Requests of Slack, by the status of the answer.", by_status),
        *_lines("slack_refusals_total", "counter", "Calls that Slack answered with an error.", by_code),
    ]
    return "".join(f"{line}\n" for line in lines)


def _lines(name: str, kind: str, words: str, values: Iterable[tuple[Mapping[str, str], float]]) -> Iterable[str]:
    yield f"# HELP cxbot_{name} {words}"
    yield f"# TYPE cxbot_{name} {kind}"
    for labels, value in values:
        shown = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"cxbot_{name}{{{shown}}} {value:g}" if shown else f"cxbot_{name} {value:g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
