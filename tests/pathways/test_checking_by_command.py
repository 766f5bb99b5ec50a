"""`check_definition` prints findings as JSON and ends with 1 when one of them is an error."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from organisations.models import Municipality, Service
from organisations.vocabulary import DestinationKind
from pathways.models import Adoption
from pathways.surroundings import surroundings
from tests.pathways.small import SOURCE, data

ON = date(2026, 3, 2)
KNEE = Path(__file__).parents[2] / "pathways" / "definitions" / "knee-osteoarthritis.yaml"


def check(named: object, **options: Any) -> tuple[list[dict[str, Any]], str]:
    out = StringIO()
    try:
        call_command("check_definition", str(named), stdout=out, **options)
    except CommandError as error:
        return json.loads(out.getvalue() or "[]"), f"{error.returncode}: {error}"
    return json.loads(out.getvalue()), ""


def test_the_knee_programme_has_no_errors(db) -> None:
    found, ended = check(KNEE)

    assert ended == ""
    assert found
    assert {one["severity"] for one in found} == {"warning"}
    assert all(one["line"] for one in found)


def test_a_file_with_errors_ends_with_one(db, tmp_path) -> None:
    document = data()
    never = {"key": "X", "when": {"any": []}, "also": "job_centre", "text": "x", "source": SOURCE}
    document["rules"].append(never)
    file = tmp_path / "small.yaml"
    file.write_text(json.dumps(document, indent=1), encoding="utf-8")

    found, ended = check(file)

    assert ended.startswith("1: ")
    [error] = [one for one in found if one["severity"] == "error"]
    assert error["kind"] == "never_fires"
    assert error["where"] == "rules[7].when"
    assert error["example"] is None
    assert error["line"] > 1


@pytest.mark.parametrize("named", ["no-such-programme", "missing.yaml"])
def test_what_does_not_exist_ends_with_two_and_a_sentence(db, named) -> None:
    found, ended = check(named)

    assert found == []
    assert ended.startswith("2: ")
    assert named in ended


def test_a_pathway_is_checked_by_its_key_against_who_has_joined(knee) -> None:
    Adoption.objects.all().delete()
    municipality = Municipality.objects.order_by("name").first()
    assert municipality is not None
    Adoption.objects.create(
        pathway=knee.pathway, municipality=municipality, valid_from=date(2026, 1, 1)
    )
    Service.objects.filter(kind=DestinationKind.MUNICIPAL_PREVENTION).delete()

    found, ended = check("knee-osteoarthritis", on=ON)

    assert ended == ""
    lacking = [one["message"] for one in found if one["kind"] == "no_service"]
    assert any(
        f"Kommunalt forebyggelsestilbud den 2.3.2026 i {municipality.name}" in message
        for message in lacking
    )


def test_what_is_offered_is_as_asked_one_municipality_at_a_time(
    knee, django_assert_num_queries
) -> None:
    for municipality in Municipality.objects.all()[:12]:
        Adoption.objects.get_or_create(
            pathway=knee.pathway, municipality=municipality, valid_from=date(2026, 1, 1)
        )

    for on in (ON, date(2027, 6, 1)):
        with django_assert_num_queries(3):
            around = surroundings("knee-osteoarthritis", on)
        assert len(around.adopted) >= 12
        for code, kinds in around.offered.items():
            municipality = Municipality.objects.select_related("region__succeeded_by").get(
                code=code
            )
            offered = Service.objects.offered(
                kind=DestinationKind.values, municipality=municipality, on=on
            )
            assert kinds == set(offered.values_list("kind", flat=True))
    assert any(around.offered.values())
