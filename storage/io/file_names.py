"""The names of received files, as browsers send them and as we keep them."""

import unicodedata

from django.http.multipartparser import MultiPartParser

LENGTH = 255
# Extensions are kept up to this length when a name is cut.
EXTENSION = 10
# What browsers write for a quote and for line breaks in a name (HTML, "multipart/form-data").
ESCAPED = {"%22": '"', "%0D": " ", "%0A": " "}
JOINER = "\u200d"
TONES, SELECTORS = range(0x1F3FB, 0x1F400), (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
# They spell the region of a flag, behind a black one.
TAGS = range(0xE0020, 0xE0080)
# Two of them are the flag of a country.
FLAG_LETTERS = range(0x1F1E6, 0x1F200)
# Characters that belong to the one before.
BEHIND = {*map(chr, (*TONES, *SELECTORS, *TAGS))}
# Invisible characters that belong to a name: without them a family becomes four people, and Persian words run together.
KEPT = {JOINER, "\u200c", *map(chr, TAGS)}
# Control characters and halves of characters; and those that turn the direction of text, so that "gpj.exe" reads as
# "exe.jpg". Not those that this Python does not know yet: new emoji.
DROPPED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
NONCHARACTERS = range(0xFDD0, 0xFDF0)


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
    if ord(character) in NONCHARACTERS or ord(character) & 0xFFFE == 0xFFFE:
        return False
    return character in KEPT or unicodedata.category(character) not in DROPPED


def shorten(name: str) -> str:
    """Cut a name between two characters as people see them, and keep its extension."""
    if len(name) <= LENGTH:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > EXTENSION:
        stem, dot, extension = name, "", ""
    end = LENGTH - len(dot + extension)
    while end and is_inside(stem, end):
        end -= 1
    return stem[:end] + dot + extension


def is_inside(text: str, at: int) -> bool:
    """Tell whether one character, as people see it, stands on both sides of a place in a text."""
    if JOINER in text[at - 1 : at + 1] or text[at] in BEHIND or unicodedata.combining(text[at]):
        return True
    before = 0
    while before < at and ord(text[at - 1 - before]) in FLAG_LETTERS:
        before += 1
    return ord(text[at]) in FLAG_LETTERS and before % 2 == 1
