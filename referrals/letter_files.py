"""Puts a finished letter where it belongs, whole or not at all, under a name that never varies."""

import os
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from referrals.models import Letter
from referrals.models.epicrisis import letter_path


def put_in_place(letter: Letter, pdf: bytes) -> str:
    """Store the PDF in place of whatever an earlier attempt left; returns its name.

    On a disk the file is written beside its place and then moved, so that a worker killed
    half-way leaves the old file or none; a store of objects does the same by itself.
    """
    storage = letter.file.storage
    name = letter_path(letter, "")
    if not isinstance(storage, FileSystemStorage):
        storage.delete(name)
        return str(storage.save(name, ContentFile(pdf)))
    place = Path(storage.path(name))
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    with part.open("wb") as file:
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())
    if storage.file_permissions_mode is not None:
        part.chmod(storage.file_permissions_mode)
    part.replace(place)
    return name
