"""The names of received files, as browsers send them and as we keep them."""

import unicodedata

from django.http.multipartparser import MultiPartParser

LENGTH = 255
# Extensions are kept up to this length when a name is cut.
EXTENSION = 10
# What browsers write for a quote and for line breaks in a name (HTML, "multipart/form-data").
ESCAPED = {"%22": '"', "%0D": " ", "%0A": " "}
JOINER = "\u200d"
# Invisible characters that belong to a name: without them a family becomes four people, and Persian words run together.
KEPT = {JOINER, "\u200c"}
# Control characters, halves of characters, unassigned ones; and those that turn the direction of text, so that
# "gpj.exe" reads as "exe.jpg".
DROPPED = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}


class NamesAsSent(MultiPartParser):
    """Django's parser, which keeps what belongs to a file's name: Django drops joiners, and reads `&lt;` as `<`."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        return clean_name(file_name) or None


def clean_name(sent: str) -> str:
    """Return the name of a file as it is kept and shown: its last part, in NFC, at most LENGTH characters.

    macOS sends Korean names in single letters, which NFC joins to syllables. Blank if nothing is left.
    """
    for escaped, character in ESCAPED.items():
        sent = sent.replace(escaped, character)
    name = unicodedata.normalize("NFC", sent.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(each for each in " ".join(name.split()) if is_kept(each))
    name = shorten(name.strip())
    return name if name.strip(".") else ""


def is_kept(character: str) -> bool:
    return character in KEPT or unicodedata.category(character) not in DROPPED


def shorten(name: str) -> str:
    """Cut a name between two characters as people see them, and keep its extension."""
    if len(name) <= LENGTH:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > EXTENSION:
        stem, dot, extension = name, "", ""
    end = LENGTH - len(dot + extension)
    while end and (unicodedata.combining(stem[end]) or JOINER in stem[end - 1 : end + 1]):
        end -= 1
    return stem[:end] + dot + extension
