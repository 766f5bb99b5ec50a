"""Nothing runs over its neighbour: figures on paper, words on a phone, fields in the editor."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.actions import start_course
from monitoring.models import Computation, IndicatorResult
from monitoring.periods import window
from pathways.actions import begin_programme, start_draft
from tests import shipped
from tests.pathways.conftest import *  # noqa: F403

A4 = 680  # CSS pixels between the margins


def runs_over(page: Page, card: str) -> list[str]:
    """What inside each card ends to the right of it."""
    return page.evaluate(
        """card => [...document.querySelectorAll(card)].flatMap(one =>
             [...one.querySelectorAll("*")].filter(inner => {
               const box = inner.getBoundingClientRect();
               return box.width > 1 && box.right > one.getBoundingClientRect().right + 1;
             }).map(inner => inner.outerHTML.slice(0, 120)))""",
        card,
    )


def broken_words(page: Page, cells: str) -> list[str]:
    """Words that stand on more than one line, where no dictionary divides them."""
    return page.evaluate(
        """cells => {
             document.documentElement.lang = "zxx";
             const broken = [];
             for (const cell of document.querySelectorAll(cells)) {
               const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
               for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                 for (const word of node.data.matchAll(/[\\p{L}]+/gu)) {
                   const range = document.createRange();
                   range.setStart(node, word.index);
                   range.setEnd(node, word.index + word[0].length);
                   const tops = new Set([...range.getClientRects()].map(b => Math.round(b.top)));
                   if (tops.size > 1) broken.push(word[0]);
                 }
               }
             }
             return broken;
           }""",
        cells,
    )


@pytest.fixture
def counted(knee) -> None:
    """Two indicators over two years."""
    for month in window(timezone.localdate(), 24).months:
        for indicator in ("epicrisis-in-14-days", "training-dose", "patient-education"):
            IndicatorResult.objects.create(
                pathway=knee.pathway,
                version=knee,
                indicator=indicator,
                municipality_id="0219",
                month=month,
                eligible=100,
                passed=80,
                not_passed=14,
                incomplete=6,
                not_eligible=0,
            )
    Computation.objects.create(
        pathway=knee.pathway, version=knee, months=24, units=2400, seconds=1.0
    )


def test_the_overview_on_paper(page, logged_in, planner, counted):
    logged_in(planner)
    page.set_viewport_size({"width": A4, "height": 1000})
    page.goto("/monitoring/")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    expect(page.locator(".ss-sm").first).to_be_visible()
    assert runs_over(page, ".ss-sm") == []


def test_an_indicators_months_on_paper(page, logged_in, planner, counted):
    logged_in(planner)
    page.set_viewport_size({"width": A4, "height": 1000})
    page.goto("/monitoring/knee-osteoarthritis/epicrisis-in-14-days/")
    page.emulate_media(media="print")

    assert page.locator(".ss-side table").count() > 0
    assert runs_over(page, ".ss-side") == []


def test_the_words_of_the_table_of_actors_on_a_phone(page, logged_in, gp, db):
    shipped.load("low-back-pain")
    logged_in(gp)
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto("/pathways/low-back-pain/")

    expect(page.locator(".ss-mat")).to_contain_text("forebyggelsestilbud")
    assert broken_words(page, ".ss-mat :is(th, td)") == []


def test_what_is_due_stands_under_its_list_on_a_phone(page, logged_in, gp, nancy):
    back = shipped.load("low-back-pain")
    started = timezone.localdate() - timedelta(days=15)
    start_course(actor=gp, citizen=nancy, version=back, started_on=started)
    logged_in(gp)
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto("/my-work/")

    tile = page.locator(".counts a", has_text="Kontrolpunkter")
    label, note = (
        tile.locator("span").first.bounding_box(),
        tile.locator(".flagnote").bounding_box(),
    )
    assert note["y"] >= label["y"] + label["height"]
    assert runs_over(page, ".tasks") == []


def test_a_text_in_a_list_is_as_wide_as_one_outside(page, logged_in, editor, db):
    back = shipped.load("low-back-pain")
    draft = start_draft(actor=editor, based_on=back)
    logged_in(editor)
    page.goto(f"/pathways/low-back-pain/{draft.number}/edit/patient-group/")

    ends = page.evaluate(
        """() => [...document.querySelectorAll(".ss-rule textarea[lang=en]")]
             .filter(one => one.checkVisibility())
             .map(one => Math.round(one.getBoundingClientRect().right))"""
    )
    assert len(ends) > 2
    assert max(ends) - min(ends) <= 1


def test_two_lines_stand_clear_of_a_choices_edge(page, logged_in, editor, db):
    shipped.load("chronic-disease")
    start = begin_programme(actor=editor)
    logged_in(editor)
    page.goto(f"/pathways/new/{start.pk}/efforts/")

    least = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll(".chips label")].map(label => {
             const text = document.createRange();
             text.selectNodeContents(label);
             return text.getBoundingClientRect().top - label.getBoundingClientRect().top;
           }))"""
    )
    assert least >= 4
