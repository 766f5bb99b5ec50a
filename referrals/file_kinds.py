"""Which files may be sent along: told by their first bytes, never by their name. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken."""

    content_type: str
    extension: str
    icon: str
    first_bytes: bytes


KINDS = (
    FileKind("application/pdf", "pdf", "file-pdf", b"%PDF-"),
    FileKind("image/jpeg", "jpg", "file-image", b"\xff\xd8\xff"),
    FileKind("image/png", "png", "file-image", b"\x89PNG\r\n\x1a\n"),
)
LONGEST_BEGINNING = max(len(kind.first_bytes) for kind in KINDS)
MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 120


def kind_of(beginning: bytes) -> FileKind | None:
    """The kind of a file from its first bytes; None when it is none that is taken."""
    return next((kind for kind in KINDS if beginning.startswith(kind.first_bytes)), None)


def shown_name(name: str, kind: FileKind) -> str:
    """A file's own name without path or control signs, and with the ending of what it is."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(sign for sign in bare if sign.isprintable()).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 5:
        stem = clean
    return f"{(stem or 'bilag')[:LONGEST_NAME]}.{kind.extension}"
