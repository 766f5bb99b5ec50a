"""A pdf or a picture may be sent along; what it is is told by its bytes, and who may open it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from citizens.models import AccessLog
from organisations.models import Service
from referrals import actions
from referrals.actions import Chosen, TransitionRefused
from referrals.file_kinds import MOST_BYTES, kind_of, shown_name
from referrals.models import Attachment, ScanState

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%fine\n"
PNG = b"\x89PNG\r\n\x1a\n0000"
JPG = b"\xff\xd8\xff\xe0 0000"


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def attached(draft, gp) -> Attachment:
    file = SimpleUploadedFile("røntgen.pdf", PDF)
    return actions.attach(draft, actor=gp, file=file)


def stored(attachment: Attachment) -> bytes:
    return Path(attachment.file.path).read_bytes()


def upload(client, referral, content: bytes, name: str = "røntgen.pdf"):
    url = reverse("referrals:attach", args=[referral.pk])
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize(
    ("content", "content_type"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPG, "image/jpeg")],
)
def test_the_first_bytes_say_what_a_file_is(doctor, draft, content, content_type):
    response = upload(doctor, draft, content)

    assert response.url.endswith("#bilag")
    attachment = draft.attachments.get()
    assert attachment.content_type == content_type
    assert stored(attachment) == content
    assert attachment.scan_state == ScanState.UNCHECKED


@pytest.mark.parametrize(
    "content", [b"MZ\x90 a program", b"<html>", b"%PD", b" %PDF-1.7", b"\x00" * 40]
)
def test_anything_else_is_refused_whatever_it_is_called(doctor, draft, content):
    page = upload(doctor, draft, content, "scan.pdf")

    assert page.status_code == 422
    assert "ikke en PDF eller et billede (JPG, PNG). Gem den som PDF" in page.content.decode()
    assert not draft.attachments.exists()


def test_a_file_over_ten_megabytes_is_refused_with_what_to_do(doctor, draft):
    page = upload(doctor, draft, PDF + b"0" * MOST_BYTES)

    assert page.status_code == 422
    assert "større end 10 MB. Gør den mindre" in page.content.decode()
    assert not draft.attachments.exists()


def test_a_file_of_ten_megabytes_is_taken(doctor, draft):
    upload(doctor, draft, PDF + b"0" * (MOST_BYTES - len(PDF)))

    assert draft.attachments.get().size == MOST_BYTES


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "Filen er tom"), (None, "Vælg en fil først")]
)
def test_nothing_is_no_file(doctor, draft, content, sentence):
    url = reverse("referrals:attach", args=[draft.pk])
    data = {} if content is None else {"file": SimpleUploadedFile("tom.pdf", content)}

    page = doctor.post(url, data)

    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_a_file_is_not_taken_without_the_forms_token(client_for, gp, draft):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client_for(gp).cookies

    assert upload(strict, draft, PDF).status_code == 403
    assert not draft.attachments.exists()


def test_at_most_ten_files_are_sent_along(gp, draft):
    for number in range(10):
        actions.attach(draft, actor=gp, file=SimpleUploadedFile(f"{number}.pdf", PDF))

    with pytest.raises(TransitionRefused, match="allerede 10 bilag"):
        actions.attach(draft, actor=gp, file=SimpleUploadedFile("11.pdf", PDF))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("røntgen.PDF", "røntgen.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\scan\\knæ.jpg", "knæ.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("", "bilag.pdf"),
        (".pdf", "pdf.pdf"),
        ("uden ending", "uden ending.pdf"),
    ],
)
def test_a_files_name_is_only_a_name(name, shown):
    assert shown_name(name, kind_of(PDF)) == shown


def test_neither_name_nor_number_stands_in_the_path(attached):
    assert attached.file.name == f"attachments/{attached.pk}"


def test_it_stands_on_the_form_with_how_it_was_checked(doctor, draft, attached):
    page = doctor.get(reverse("referrals:edit", args=[draft.pk])).content.decode()

    assert "røntgen.pdf" in page
    assert "Ikke kontrolleret: virusscanner er ikke sat op" in page


def test_it_is_handed_out_to_be_saved_and_the_reading_logged(doctor, gp, attached):
    response = doctor.get(reverse("referrals:attachment", args=[attached.pk]))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/pdf"
    assert "sandbox" in response["Content-Security-Policy"]
    assert AccessLog.objects.filter(what="attachment", user=gp.user).count() == 1


@pytest.mark.parametrize("state", [ScanState.INFECTED, ScanState.WAITING])
def test_what_is_infected_or_being_checked_is_given_to_nobody(doctor, draft, attached, state):
    Attachment.objects.update(scan_state=state)

    assert doctor.get(reverse("referrals:attachment", args=[attached.pk])).status_code == 404
    page = doctor.get(reverse("referrals:edit", args=[draft.pk])).content.decode()
    assert reverse("referrals:attachment", args=[attached.pk]) not in page
    assert str(ScanState(state).label) in page


def test_the_receiver_opens_it_once_it_is_sent(
    client_for, draft, municipal, attached, send_to, reasons
):
    url = reverse("referrals:attachment", args=[attached.pk])
    assert client_for(municipal).get(url).status_code == 404

    send_to(draft, municipal)

    response = client_for(municipal).get(url)
    assert b"".join(response.streaming_content) == PDF


def test_a_stranger_neither_opens_adds_nor_removes(client_for, stranger, draft, attached):
    client = client_for(stranger)

    assert client.get(reverse("referrals:attachment", args=[attached.pk])).status_code == 404
    assert upload(client, draft, PDF).status_code == 404
    removing = client.post(
        reverse("referrals:detach", args=[draft.pk]), {"attachment": attached.pk}
    )
    assert removing.status_code == 404
    assert Attachment.objects.count() == 1


def test_it_is_removed_with_its_file_while_one_writes(
    doctor, draft, attached, django_capture_on_commit_callbacks
):
    path = attached.file.path

    with django_capture_on_commit_callbacks(execute=True):
        doctor.post(reverse("referrals:detach", args=[draft.pk]), {"attachment": attached.pk})

    assert not Attachment.objects.exists()
    assert not Path(path).exists()


def test_an_attachment_of_another_referral_is_not_removed(doctor, gp, draft, attached, max_, knee):
    other = actions.create_draft(actor=gp, citizen=max_, version=knee)

    response = doctor.post(
        reverse("referrals:detach", args=[other.pk]), {"attachment": attached.pk}
    )

    assert response.status_code == 404
    assert Attachment.objects.count() == 1


def test_nothing_is_added_or_removed_once_it_is_sent(
    doctor, gp, draft, attached, send_to, municipal, reasons
):
    send_to(draft, municipal)

    with pytest.raises(TransitionRefused, match="er sendt"):
        actions.attach(draft, actor=gp, file=SimpleUploadedFile("ny.pdf", PDF))
    upload(doctor, draft, PDF)
    doctor.post(reverse("referrals:detach", args=[draft.pk]), {"attachment": attached.pk})
    assert Attachment.objects.get() == attached


def test_it_follows_to_the_additional_destinations_too(gp, draft, municipal, attached, service_of):
    sent = actions.send(
        draft,
        actor=gp,
        chosen=Chosen(service=service_of(municipal)),
        also=[Chosen(service=Service.objects.get(name="Sundhedscenter Hillerød"))],
    )

    along = sent.accompanied_by.get().attachments.get()
    assert along.pk != attached.pk
    assert stored(along) == PDF
    assert along.uploaded_by == gp


def test_a_discarded_draft_takes_its_files_along(
    gp, draft, attached, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard_draft(draft, actor=gp)

    assert not attached.file.storage.exists(attached.file.name)


def test_the_media_folder_is_not_served(client):
    assert settings.MEDIA_URL in {"", "/"}
    assert client.get("/attachments/").status_code in {302, 404}
