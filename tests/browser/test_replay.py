"""A draft tried on past referrals in the browser: asked for, watched, read; and what it changes."""

import pytest
from playwright.sync_api import expect

from pathways.models import Replay, Version
from pathways.tasks import run_replay
from tests.pathways.lives import drafted
from tests.pathways.replays import FACTS, NURSED, acted_on, citizens, only_home_care
from tests.referrals.reached import *  # noqa: F403 - its fixtures, found by name

pytestmark = pytest.mark.usefixtures("knee", "reasons")


@pytest.fixture
def draft(knee, editor, gp, hillerod) -> Version:
    those = [NURSED] * 8 + [FACTS] * 12
    for citizen, facts in zip(citizens(gp, hillerod, len(those)), those, strict=True):
        acted_on(gp, knee, citizen, facts)
    return drafted(knee, editor, only_home_care)


def address(draft: Version, what: str) -> str:
    return f"/pathways/{draft.pathway.key}/{what}/"


def test_an_editor_tries_a_draft_watches_and_reads(sit_down, draft):
    person = sit_down().log_in("editor")
    page = person.page
    page.goto(address(draft, f"{draft.number}/replay"))
    person.look("replay-first")
    page.get_by_role("button", name="Afprøv på tidligere henvisninger").click()
    expect(page.get_by_role("heading", name=f"Afprøver version {draft.number} …")).to_be_visible()
    person.look("replay-running")

    run_replay(str(Replay.objects.get().pk))  # as a worker would

    expect(page.get_by_text("8 af 20 henvisninger (40,0 %)")).to_be_visible()
    expect(page.get_by_role("img", name="De henvisninger, der skifter modtager")).to_be_visible()
    person.look("replay")


def test_it_is_asked_for_and_stopped_without_script(sit_down, draft):
    person = sit_down(script=False).log_in("editor")
    page = person.page
    page.goto(address(draft, f"{draft.number}/replay"))
    page.get_by_role("button", name="Afprøv på tidligere henvisninger").click()
    page.get_by_role("link", name="Vis siden igen").click()
    page.get_by_role("button", name="Stop afprøvningen").click()

    expect(page.get_by_text("blev stoppet, før den var færdig")).to_be_visible()
    person.look("replay-stopped")


def test_versions_are_compared_and_the_rules_use_is_read(sit_down, draft):
    person = sit_down().log_in("editor")
    page = person.page
    page.goto(address(draft, f"compare/1/{draft.number}"))
    expect(page.get_by_role("cell", name="Borgeren har hjemmepleje", exact=True)).to_be_visible()
    person.look("compare")
    page.get_by_label("Til version").select_option("1")
    page.get_by_role("button", name="Sammenlign").click()
    expect(page.get_by_text("De to versioner har samme indhold.")).to_be_visible()

    page.goto(address(draft, "1/use"))
    expect(page.get_by_role("rowheader", name="K1")).to_be_visible()
    person.look("rules-use")
