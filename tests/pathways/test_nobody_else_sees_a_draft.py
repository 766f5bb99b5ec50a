"""Every page of drafts is closed to all but editors, whoever they are and whatever they send."""

import pytest
from django.urls import reverse

from organisations.vocabulary import Role
from pathways.actions import begin_programme, request_replay
from pathways.models import PathwayEvent, ProgrammeStart, Replay, Version
from pathways.tasks import run_replay
from pathways.urls import urlpatterns
from tests.pathways.lives import drafted
from tests.pathways.replays import NURSED, acted_on, citizens, only_home_care

OPEN = {"list", "schema", "detail", "compare_pick", "adoption"}
"""Pages of what is published. Whether a municipality joins is its planner's."""

STEPS = ("send_for_review", "approve", "publish", "take_back", "retire", "discard")
SENT = {
    "revision": "0",
    "item": "rules[0]",
    "text": "x",
    "reason": "x",
    "committee": "x",
    "approved_on": "1.1.2026",
    "valid_from": "1.1.2030",
}


@pytest.fixture
def addresses(editor, gp, knee, hillerod) -> list[str]:
    """Every address about a draft that has been tried, and about a programme being begun."""
    for citizen in citizens(gp, hillerod, 6):
        acted_on(gp, knee, citizen, NURSED)
    draft = drafted(knee, editor, only_home_care)
    replay = request_replay(actor=editor, draft=draft)
    run_replay(str(replay.pk))
    known = {
        "pathway_key": knee.pathway.key,
        "number": draft.number,
        "section_key": "rules",
        "replay_id": replay.pk,
        "start_id": begin_programme(actor=editor).pk,
        "old": knee.number,
        "new": draft.number,
    }
    found = []
    for one in urlpatterns:
        if one.name in OPEN:
            continue
        names = one.pattern.converters
        given = {name: known[name] for name in names if name in known}
        steps = [None]
        if "step_key" in names:
            steps = STEPS if one.name == "life_step" else ("programme",)
        for step in steps:
            more = {"step_key": step} if step else {}
            found.append(reverse(f"pathways:{one.name}", kwargs=given | more))
    return found


def all_that_is_kept():
    return (
        list(Version.objects.order_by("pk").values()),
        list(ProgrammeStart.objects.values()),
        list(Replay.objects.values("pk", "state")),
        PathwayEvent.objects.count(),
    )


@pytest.mark.parametrize(
    "role", [role for role in Role.values if role != Role.PATHWAY_EDITOR], ids=str
)
@pytest.mark.parametrize("where", ["editor", "gp"])
def test_no_other_role_finds_anything_there(
    client_for, member_of, editor, gp, addresses, role, where
):
    organisation = {"editor": editor, "gp": gp}[where].organisation
    browser = client_for(member_of(organisation, role))
    before = all_that_is_kept()

    answered = {
        address: (browser.get(address).status_code, browser.post(address, SENT).status_code)
        for address in addresses
    }

    assert len(answered) > 25
    assert {a: codes for a, codes in answered.items() if not {*codes} <= {404, 405}} == {}
    assert all_that_is_kept() == before
