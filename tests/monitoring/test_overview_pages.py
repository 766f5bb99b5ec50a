"""Planners see counts, figures and comparisons, and never a citizen or a small number."""

import csv
import re
from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from monitoring import tasks
from monitoring.actions import request_computation
from monitoring.models import Chart, Computation, IndicatorResult, LoopResult
from monitoring.periods import window
from organisations.models import Municipality
from organisations.vocabulary import Role
from tests.monitoring.conftest import at

TODAY = date(2026, 11, 23)
MONTHS = window(TODAY, 24).months
EPICRISIS = "epicrisis-in-14-days"
WAIT = "days-to-first-session"
DASHBOARD = "/monitoring/"
INDICATOR = f"/monitoring/knee-osteoarthritis/{EPICRISIS}/"

HILLEROD, HELSINGOR, LAESO = "0219", "0217", "0825"


@pytest.fixture(autouse=True)
def today():
    with at(TODAY):
        yield


@pytest.fixture(autouse=True)
def announced(monkeypatch) -> list[tuple]:
    """What would have been sent to a worker."""
    sent: list[tuple] = []
    monkeypatch.setattr(tasks, "announce", lambda task, *args: sent.append((task.name, *args)))
    return sent


@pytest.fixture
def two_years(results, knee) -> None:
    """Hillerød and Helsingør, 100 a month, and Læsø, one every other month."""
    for index, month in enumerate(MONTHS):
        better = index >= 14
        for code in (HILLEROD, HELSINGOR):
            passed = 94 if better else 86
            days = {5: 40, 9: passed - 40, 20: 100 - passed}
            results(EPICRISIS, code, month, (passed, 100 - passed, 6), days)
            results(WAIT, code, month, (80, 20, 7), {12: 40, 18: 40, 30: 20})
        if index % 6 == 0:
            results(EPICRISIS, LAESO, month, (1, 0, 0), {3: 1})
    for step, counts in {"sent": (100, 0, 0, 0), "answered": (80, 10, 7, 3)}.items():
        for month in window(TODAY, 24).quarter:
            kept, late, waiting, overdue = counts
            LoopResult.objects.create(
                pathway=knee.pathway,
                version=knee,
                municipality_id=HILLEROD,
                month=month,
                step=step,
                kept=kept,
                late=late,
                waiting=waiting,
                overdue=overdue,
            )
    Computation.objects.create(
        pathway=knee.pathway, version=knee, months=24, units=4800, seconds=1.0
    )


@pytest.fixture
def at_the_desk(client_for, planner) -> Client:
    return client_for(planner)


def body(response) -> str:
    return response.content.decode()


def words(response) -> str:
    """What stands on the page, without markup and double spaces."""
    text = re.sub(r"<svg.*?</svg>", " ", body(response), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


# The dashboard


def test_the_dashboard_answers_with_the_quarters_figure_its_interval_and_counts(
    at_the_desk, two_years
):
    shown = words(at_the_desk.get(DASHBOARD))

    assert "Knæartrose – træning før operation – overblik" in shown
    assert "94,0 % skal stige" in shown
    assert "3. kvartal 2026 · 95 %-interval 91,8–95,6" in shown
    assert "636 omfattet" not in shown
    assert "omfattet 636 opfyldt 564 ikke opfyldt 36 ufuldstændige 36" in shown
    assert "Målet (mindst 95 %) er ikke nået." in shown
    assert "18 dage skal falde" in shown
    assert "Målet (højst 21 dage) er nået." in shown


def test_outcomes_are_named_so_that_an_indicator_that_should_fall_is_not_praised(
    at_the_desk, two_years, results
):
    results("orthopaedics-before-physiotherapy", HILLEROD, MONTHS[-2], (7, 40, 0))

    shown = words(at_the_desk.get(DASHBOARD))

    assert "omfattet 47 forekommer 7 forekommer ikke 40" in shown
    assert "inden for målet 480 over målet 120" in shown


def test_a_shift_is_told_with_its_month(at_the_desk, two_years):
    assert "Niveauet steg fra jan. 2026" in words(at_the_desk.get(DASHBOARD))


def test_the_loop_is_told_step_by_step(at_the_desk, two_years):
    response = at_the_desk.get(DASHBOARD)

    assert "240 af 300 inden 5 hverdage" in words(response)
    assert "30 senere · 21 venter" in words(response)
    assert "9 mangler" in words(response)
    assert 'width="177.0"' in body(response)


def test_it_says_when_the_figures_were_computed(at_the_desk, two_years):
    assert "Opgjort 23. november 2026 kl. 12.00" in words(at_the_desk.get(DASHBOARD))


def test_before_the_first_computation_it_says_so(at_the_desk, knee):
    shown = words(at_the_desk.get(DASHBOARD))

    assert "Endnu ikke opgjort." in shown
    assert "Der er for få måneder med tal" in shown


def test_without_a_programme_there_is_nothing_to_compute(at_the_desk):
    assert "endnu ikke noget program i kraft" in words(at_the_desk.get(DASHBOARD))


def test_it_is_narrowed_to_a_municipality_and_a_year(at_the_desk, two_years):
    shown = words(at_the_desk.get(DASHBOARD, {"municipality": HELSINGOR, "months": "12"}))

    assert "omfattet 318 opfyldt 282" in shown
    assert "Helsingør" in shown
    assert "nov. 2025" in shown
    assert "okt. 2025" not in shown


def test_an_address_that_makes_no_sense_shows_everything(at_the_desk, two_years):
    response = at_the_desk.get(
        DASHBOARD, {"municipality": "zz", "months": "7", "pathway": "nothing"}
    )

    assert "omfattet 636 opfyldt 564" in words(response)
    assert "<title>Fejl" not in body(response)


def test_the_number_of_queries_does_not_grow_with_what_is_shown(
    at_the_desk, two_years, results, django_assert_max_num_queries
):
    at_the_desk.get(DASHBOARD)
    with django_assert_max_num_queries(20) as few:
        at_the_desk.get(DASHBOARD)
    for code in Municipality.objects.values_list("pk", flat=True)[:20]:
        for key in ("training-dose", "patient-education", "less-pain"):
            results(key, code, MONTHS[-1], (30, 20, 0))
    at_the_desk.get(DASHBOARD)

    with django_assert_max_num_queries(20) as many:
        at_the_desk.get(DASHBOARD)

    assert len(many.captured_queries) == len(few.captured_queries)


def test_with_next_to_nothing_counted_no_municipality_is_judged_and_nothing_is_drawn(
    at_the_desk, knee, results, announced
):
    results(WAIT, HILLEROD, MONTHS[-2], (1, 1, 0), {5: 1, 30: 1})

    shown = words(at_the_desk.get(DASHBOARD))

    assert "Der er endnu for få tal til at sige, hvordan det går." in shown
    assert "Ingen kommune afviger" not in shown
    assert "Ingen henvisninger er sendt i 3. kvartal 2026." in shown
    assert "Der er for få til at tegne en figur." in shown
    assert "Figuren tegnes" not in shown
    assert not announced
    assert "Figuren tegnes" not in words(at_the_desk.get(INDICATOR))


def test_nobody_counted_is_a_dash_and_not_a_hidden_number(at_the_desk, knee):
    shown = words(at_the_desk.get(f"/monitoring/knee-osteoarthritis/{WAIT}/"))

    assert "– i 3. kvartal 2026." in shown
    assert ".." not in shown.partition("Måned for måned")[2].partition("Er der forskel")[0]


# One indicator


def test_an_indicator_answers_three_questions(at_the_desk, two_years):
    shown = words(at_the_desk.get(INDICATOR))

    assert "Epikrise sendt inden 14 dage" in shown
    for question in ("Bliver det bedre?", "Er der forskel på kommunerne?", "Hvor længe går der?"):
        assert question in shown
    assert "Halvdelen er nået inden 9 dage og 90 % inden 9 dage." in shown
    assert "Knæprogrammet §4, §6" in shown
    assert "lokal standard" in shown


def test_signals_in_the_figure_are_numbered_and_explained(at_the_desk, two_years):
    assert "1 Niveauet steg fra jan. 2026; midten er regnet om derfra. Årsag ikke kendt." in words(
        at_the_desk.get(INDICATOR)
    )


def test_a_municipality_that_differs_is_named_and_the_others_are_not_ranked(
    at_the_desk, two_years, results
):
    IndicatorResult.objects.filter(municipality_id=LAESO).delete()
    for index, code in enumerate(("0223", "0230", "0240", "0250")):
        results(EPICRISIS, code, MONTHS[-1], (940 + index, 60, 0), {5: 940 + index, 20: 60})
    far_below = IndicatorResult.objects.filter(
        indicator=EPICRISIS, municipality_id=HELSINGOR, month__in=MONTHS[-3:]
    )
    far_below.update(passed=60, not_passed=40)

    response = at_the_desk.get(INDICATOR)

    assert "Helsingør ligger lavere, end tilfældet kan forklare." in words(response)
    assert "Helsingør 1.200 84,2 %" in words(response)
    assert "lavere end ventet" in words(response)
    table = body(response).partition("Kommuner, seneste 12 måneder</caption>")[2]
    names = re.findall(r'<th scope="row">([^<]+)</th>', table.partition("</table>")[0])
    assert names[0] == "Helsingør"
    assert len(names) == 6
    assert names[1:] == sorted(names[1:])


@pytest.mark.parametrize(
    "address", ["/monitoring/knee-osteoarthritis/nothing/", "/monitoring/nothing/nothing/"]
)
def test_an_indicator_that_is_not_there_is_not_found(at_the_desk, knee, address):
    assert at_the_desk.get(address).status_code == 404


# What is hidden


def test_no_number_below_five_is_shown_for_a_municipality(at_the_desk, two_years):
    shown = words(at_the_desk.get(INDICATOR))

    assert "Læsø .. .." in shown
    assert re.search(r"(Hillerød|Helsingør) \.\.\* ", shown)
    assert ".. Læsø: Færre end 5 borgere." in shown


def test_the_file_hides_what_the_page_hides(at_the_desk, two_years):
    response = at_the_desk.get(f"{INDICATOR}csv/")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(StringIO(body(response).removeprefix("\ufeff")), delimiter=";"))
    by_name = {row[0]: row[1:] for row in rows if row}
    assert by_name["okt. 2026"] == ["200", "188", "12", "94,0 %", "89,8–96,5"]
    assert by_name["Læsø"][:4] == ["..", "..", "0", ".."]
    hidden = [name for name in ("Hillerød", "Helsingør") if by_name[name][0] == "..*"]
    assert len(hidden) == 1


def test_no_small_number_leaves_the_house(at_the_desk, two_years, results):
    for index, code in enumerate(Municipality.objects.values_list("pk", flat=True)[:30]):
        results("less-pain", code, MONTHS[-2], (index % 7, index % 5, index % 4))
    page = "/monitoring/knee-osteoarthritis/less-pain/"

    rows = csv.reader(StringIO(body(at_the_desk.get(f"{page}csv/"))), delimiter=";")

    counts = [cell for row in rows for cell in row[1:4] if cell.isdecimal()]
    assert counts
    assert not {"1", "2", "3", "4"} & set(counts)


def test_figures_hold_no_more_than_may_be_published(at_the_desk, two_years):
    at_the_desk.get(INDICATOR)

    funnel = Chart.objects.filter(spec__kind="funnel", spec__frame="wide").get()
    sizes = [dot["of"] for dot in funnel.spec["figure"]["dots"]]
    assert sizes == [1200]


def test_no_page_tells_of_a_citizen(at_the_desk, walk):
    with at(date(2026, 9, 1)):
        walk(sent=date(2026, 9, 1))

    for address in (DASHBOARD, INDICATOR):
        assert "Borgersen" not in body(at_the_desk.get(address))
        assert "0101" not in words(at_the_desk.get(address))


# Who may read


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.TRIAGER, Role.SECRETARY, Role.AUDITOR])
def test_clinicians_see_the_same_counts(client_for, member_of, organisation, two_years, role):
    client = client_for(member_of(organisation("clinic"), role))

    assert client.get(DASHBOARD).status_code == 200
    assert "Opgør nu" not in body(client.get(DASHBOARD))


def test_others_are_told_that_they_may_not(client_for, member_of, organisation, two_years):
    client = client_for(member_of(organisation("clinic"), Role.ORGANISATION_ADMINISTRATOR))

    for address in (DASHBOARD, INDICATOR, f"{INDICATOR}csv/"):
        assert client.get(address).status_code == 403


# Figures


def test_a_figure_is_drawn_by_a_worker_and_the_page_waits_with_the_table(
    at_the_desk, two_years, announced, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first = at_the_desk.get(DASHBOARD)

    assert "Figuren tegnes …" in words(first)
    assert 'hx-trigger="load delay:2s"' in body(first)
    drawn = [name for name, _hash in announced]
    assert drawn == ["monitoring.tasks.draw_chart"] * 4

    for chart in Chart.objects.all():
        assert tasks.draw_chart(chart.pk)
    announced.clear()
    second = at_the_desk.get(DASHBOARD)

    assert "Figuren tegnes …" not in words(second)
    assert body(second).count('class="vg"') == 4
    assert announced == []


def test_the_wait_ends_with_the_figure(at_the_desk, two_years):
    at_the_desk.get(DASHBOARD)
    chart = Chart.objects.first()
    address = reverse("monitoring:chart", args=[chart.pk])

    assert "hx-get" in body(at_the_desk.get(address))
    tasks.draw_chart(chart.pk)

    assert body(at_the_desk.get(address)).strip().startswith("<svg")
    assert "hx-get" not in body(at_the_desk.get(address))


def test_a_figure_is_drawn_once(two_years, at_the_desk):
    at_the_desk.get(DASHBOARD)
    chart = Chart.objects.first()

    assert tasks.draw_chart(chart.pk)
    assert not tasks.draw_chart(chart.pk)
    assert not tasks.draw_chart("no-such-figure")


def test_a_figure_nobody_drew_is_announced_again_and_an_old_one_forgotten(
    two_years, at_the_desk, monkeypatch
):
    at_the_desk.get(DASHBOARD)
    again: list[str] = []
    monkeypatch.setattr(tasks.draw_chart, "delay", again.append)

    with at(date(2026, 11, 24)):
        assert tasks.sweep_charts() == 4
    with at(date(2027, 1, 24)):
        assert tasks.sweep_charts() == 0

    assert len(again) == 4
    assert not Chart.objects.exists()


# Computing now


def test_a_planner_has_the_figures_computed(
    at_the_desk, knee, announced, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = at_the_desk.post("/monitoring/knee-osteoarthritis/compute/", follow=True)

    assert announced[0] == ("monitoring.tasks.compute_pathway", knee.pathway.pk)
    assert "Opgørelsen er sat i gang." in words(response)


def test_a_clinician_may_not(client_for, physio, knee, announced):
    assert client_for(physio).post("/monitoring/knee-osteoarthritis/compute/").status_code == 403
    with pytest.raises(PermissionDenied, match="Kun en planlægger"):
        request_computation(physio, knee.pathway)
    assert announced == []


def test_the_task_computes(walk, knee):
    walk(sent=date(2026, 9, 1))

    assert tasks.compute_pathway(knee.pathway.pk) == 1
    assert IndicatorResult.objects.filter(indicator=WAIT).get().incomplete == 1


def test_every_pathway_gets_a_task_of_its_own(knee, monkeypatch):
    sent: list[int] = []
    monkeypatch.setattr(tasks.compute_pathway, "delay", sent.append)

    assert tasks.compute_indicators() == 1
    assert sent == [knee.pathway.pk]


def test_english_readers_get_english_figures(at_the_desk, two_years):
    at_the_desk.cookies["django_language"] = "en"

    shown = words(at_the_desk.get(DASHBOARD))

    assert "Epicrisis sent within 14 days" in shown
    assert "94.0 %" in shown
