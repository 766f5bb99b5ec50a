"""The table of states as a document: a Mermaid diagram and the table itself, in English.

Pure: drawn from `states.TRANSITIONS`, so that what is drawn is what is done.
"""

from referrals.states import (
    ANY_STAFF,
    CLINICIAN_ONLY,
    FINAL,
    TRANSITIONS,
    TRIAGE,
    TURN,
    Side,
    Status,
    Transition,
)

_ROLES = {
    ANY_STAFF: "clinician, triager or secretary",
    TRIAGE: "triager or clinician",
    CLINICIAN_ONLY: "clinician",
}
_HEAD = """# The referral's life

Drawn from `referrals/states.py` by `manage.py draw_states`; do not edit by hand.
A question leads back to where it was asked; an arrow back to `sent` from a claim or a forwarding
keeps the state and changes the receiver.
"""


def state_diagram() -> str:
    """The whole document, as Markdown."""
    return "\n".join([_HEAD, _mermaid(), "", _turns(), "", _table(), ""])


def _mermaid() -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {Status.DRAFT.value}"]
    for row in TRANSITIONS.values():
        for source in _in_order(row.sources):
            for target in _targets(row):
                lines.append(f"    {source} --> {target}: {row.action.value} ({row.side.value})")
    lines += [f"    {status} --> [*]" for status in _in_order(FINAL)]
    return "\n".join([*lines, "```"])


def _targets(row: Transition) -> list[str]:
    """Where an action leads; an answer leads to either place where a question can be put."""
    if row.target is not None:
        return [row.target.value]
    return [Status.SENT.value, Status.ACCEPTED.value]


def _turns() -> str:
    lines = ["## Whose turn it is", "", "| state | Danish | turn |", "|---|---|---|"]
    for status in Status:
        side = TURN[status]
        lines.append(f"| `{status.value}` | {status.label} | {side.value if side else '–'} |")
    return "\n".join(lines)


def _table() -> str:
    lines = [
        "## Who may do what",
        "",
        "| action | button | from | to | side | role | needs |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in TRANSITIONS.values():
        cells = [
            f"`{row.action.value}`",
            str(row.action.label),
            ", ".join(f"`{status}`" for status in _in_order(row.sources)),
            f"`{row.target.value}`" if row.target else "where it was",
            _side(row.side),
            _ROLES[row.roles],
            ", ".join(need.replace("_", " ") for need in row.needs) or "–",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _side(side: Side) -> str:
    return "a service of the kind" if side is Side.SERVICE else side.value


def _in_order(statuses: frozenset[Status]) -> list[str]:
    return [status.value for status in Status if status in statuses]
