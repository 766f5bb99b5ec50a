"""A form's fields are drawn once, with label, hint and error tied to the control."""

import pytest
from django import forms
from django.template.loader import render_to_string


class Question(forms.Form):
    reason = forms.CharField(
        label="Begrundelse",
        help_text="Henviser kan læse den.",
        error_messages={"required": "Skriv hvorfor."},
    )
    side = forms.ChoiceField(
        label="Side",
        choices=[("right", "Højre"), ("left", "Venstre")],
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg side."},
    )
    special = forms.MultipleChoiceField(
        label="Særlige forhold",
        required=False,
        choices=[("home_care", "Hjemmepleje"), ("none", "Ingen")],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label="Bemærkning", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="Aftalt med patienten", required=False)


class Filter(Question):
    marks_optional = False


@pytest.fixture
def wrong() -> Question:
    form = Question({"special": ["none"]})
    assert not form.is_valid()
    return form


def test_a_field_is_described_by_its_hint_and_its_error(wrong):
    html = wrong["reason"].as_field_group()

    assert 'id="id_reason_helptext"' in html
    assert 'id="id_reason_error"' in html
    assert 'aria-describedby="id_reason_helptext id_reason_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="form-input"' in html


def test_a_field_without_error_shows_none():
    html = Question()["reason"].as_field_group()

    assert "form-error-message" not in html
    assert 'aria-describedby="id_reason_helptext"' in html


def test_radios_are_one_segmented_choice_in_a_fieldset(wrong):
    html = wrong["side"].as_field_group()

    assert 'class="seg"' in html
    assert "<legend" in html
    assert 'aria-describedby="id_side_error"' in html
    assert html.count('type="radio"') == 2


def test_checkboxes_are_chips_and_keep_what_was_chosen(wrong):
    html = wrong["special"].as_field_group()

    assert "data-chips" in html
    chosen = html[: html.index(" checked")].rpartition("<input")[2]
    assert 'value="none"' in chosen


def test_what_may_be_left_out_is_marked_but_not_in_filters():
    assert "(valgfrit)" in Question()["note"].as_field_group()
    assert "(valgfrit)" not in Question()["reason"].as_field_group()
    assert "(valgfrit)" not in Filter()["note"].as_field_group()


def test_a_single_checkbox_stands_before_its_label():
    html = Question()["agreed"].as_field_group()

    assert 'class="form-checkbox"' in html
    assert html.index("<input") < html.index("<label")


def test_the_summary_links_to_the_field_or_to_the_first_of_its_choices(wrong):
    html = render_to_string("_error_summary.html", {"form": wrong})

    assert '<a href="#id_reason">Begrundelse: Skriv hvorfor.</a>' in html
    assert '<a href="#id_side_0">Side: Vælg side.</a>' in html
    assert "Ret 2 ting:" in html


def test_a_form_without_errors_has_no_summary():
    assert render_to_string("_error_summary.html", {"form": Question()}).strip() == ""


def test_what_was_typed_is_escaped():
    html = Question({"reason": "<script>"})["reason"].as_field_group()

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
