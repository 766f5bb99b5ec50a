"""Which object stands for each argument of an address, and whose it is.

`test_urls` fills every address with these: its owner must find something there, a stranger must
not. A new argument is registered here, under its name, or under "namespace:name" or
"url_name:name" where one name means different things in different places.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.actions import start_course
from pathways.actions import begin_programme
from pathways.models import Replay, Version
from referrals.actions import attach
from tests import shipped
from tests.pathways import lives

Make = Callable[[pytest.FixtureRequest], Any]


@dataclass(frozen=True)
class Thing:
    """An object for an address. `owner` is the seat of someone who may see it.

    `open_because` says why the stranger may see it too; then only the log-in is checked.
    """

    make: Make
    owner: str = "gp"
    open_because: str = ""


def _citizen(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue("nancy").pk


def _draft(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue("draft").pk


def _attachment(request: pytest.FixtureRequest) -> Any:
    file = SimpleUploadedFile("roentgen.pdf", b"%PDF-1.7 made up")
    return attach(
        request.getfixturevalue("draft"), actor=request.getfixturevalue("gp"), file=file
    ).pk


def _treated(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue("treated").pk


def _session(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue("treated").treatment.sessions.first().pk


def _epicrisis(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue("completed").epicrises.get().pk


def _knee(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue("knee").pathway.key


def _pathway_draft(request: pytest.FixtureRequest) -> Any:
    knee, editor = request.getfixturevalue("knee"), request.getfixturevalue("editor")
    return lives.drafted(knee, editor).number


def _replay(request: pytest.FixtureRequest) -> Any:
    """A replay of the draft whose number is in the same address."""
    draft = Version.objects.filter(published_at__isnull=True).latest("number")
    return Replay.objects.create(
        draft=draft,
        draft_hash=draft.content_hash,
        against=request.getfixturevalue("knee"),
        advice_from=date(2026, 1, 1),
        advice_to=date(2026, 6, 30),
        requested_by=request.getfixturevalue("editor"),
    ).pk


def _followed_course(request: pytest.FixtureRequest) -> Any:
    gp, nancy = request.getfixturevalue("gp"), request.getfixturevalue("nancy")
    version = shipped.load("low-back-pain")
    return start_course(actor=gp, citizen=nancy, version=version).pk


def _programme_start(request: pytest.FixtureRequest) -> Any:
    shipped.load("chronic-disease")
    return begin_programme(actor=request.getfixturevalue("editor")).pk


# Doors of the pathways that only editors find, about a version that may not be published.
EDITORS_DOORS = (
    *("life", "life_say", "life_step", "replay", "replay_progress", "replay_stop", "use"),
    *("edit", "edit_overview", "edit_findings", "edit_history", "edit_undo"),
    *("edit_import", "edit_example"),
)

THINGS: dict[str, Thing] = {
    "citizen_id": Thing(_citizen),
    "referral_id": Thing(_draft),
    "attachment_id": Thing(_attachment),
    "epicrisis_id": Thing(_epicrisis, owner="municipal"),
    "session_id": Thing(_session, owner="municipal"),
    **{
        f"referrals:{door}:referral_id": Thing(_treated, owner="municipal")
        for door in (
            "epicrisis",
            "treatment",
            "session_state",
            "add_session",
            "add_measurement",
            "add_goal",
            "goals_now",
            "write_plan",
        )
    },
    "replay_id": Thing(_replay, owner="editor"),
    "old": Thing(lambda _request: 1, open_because="versions are published for all"),
    "new": Thing(lambda _request: 1, open_because="versions are published for all"),
    "action": Thing(lambda _request: "withdraw", open_because="a word of the table of states"),
    "course_id": Thing(lambda request: request.getfixturevalue("draft").course_id),
    "referrals:checkpoint:course_id": Thing(_followed_course),
    "key": Thing(lambda _request: "t2", open_because="a word of the definition"),
    "pathway_key": Thing(
        lambda _request: "knee-osteoarthritis", open_because="pathways are published for all"
    ),
    "number": Thing(lambda _request: 1, open_because="versions are published for all"),
    **{f"pathways:{door}:number": Thing(_pathway_draft, owner="editor") for door in EDITORS_DOORS},
    "referrals:try_form:number": Thing(_pathway_draft, owner="editor"),
    "pathways:new_draft:pathway_key": Thing(_knee, owner="editor"),
    "section_key": Thing(lambda _request: "rules", open_because="a word of the table of sections"),
    "step_key": Thing(lambda _request: "discard", open_because="a word of the table of steps"),
    "start_id": Thing(_programme_start, owner="editor"),
    "pathways:new_step:step_key": Thing(
        lambda _request: "group", open_because="a word of the list of steps"
    ),
    "pathways:assessment:pathway_key": Thing(_knee, owner="editor"),
    "pathways:adoption:pathway_key": Thing(_knee, owner="planner"),
    "indicator_key": Thing(
        lambda _request: "epicrisis-in-14-days", open_because="counts, suppressed where small"
    ),
    "content_hash": Thing(
        lambda _request: "0" * 64, open_because="a drawing of counts, known by its contents"
    ),
    "list_key": Thing(
        lambda _request: "new", open_because="one's own list, empty where there is nothing"
    ),
}

# Pages for everyone, logged in or not, each with its reason.
OPEN_PAGES = {
    "set_language": "the log-in page too is read in either language",
    "login": "the door itself",
    "logout": "harmless, and the session may have run out",
    "pathways:schema": "the contract of a file; says nothing of any programme",
    "pages:help": "words only",
    "pages:privacy": "words only",
    "pages:accessibility": "words only; the law wants it public",
    "pages:shortcuts": "words only",
    "pages:styleguide": "made-up examples; not in production",
    "pages:styleguide_codes": "made-up examples; not in production",
    "pages:styleguide_save": "made-up examples; not in production",
}


def thing_for(url_name: str, argument: str) -> Thing | None:
    """The most particular registration: of this address, of its namespace, of the argument."""
    namespace = url_name.rpartition(":")[0]
    keys = (f"{url_name}:{argument}", f"{namespace}:{argument}", argument)
    return next((THINGS[key] for key in keys if key in THINGS), None)
