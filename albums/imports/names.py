"""Names of an archive's members: which are safe, and what a file is by its ending."""

import unicodedata

from albums.imports.limits import NAME_LENGTH

PHOTOS = {"jpg", "jpeg", "jpe", "jfif", "heic", "heif", "png", "webp", "avif", "gif"}
FILMS = {"mp4", "mov", "m4v", "3gp", "3g2", "webm", "mkv", "avi", "mp", "mts", "m2ts", "mpg", "mpeg", "wmv"}
ARCHIVES = {"zip", "7z", "rar", "tar", "gz", "tgz", "bz2", "xz"}


def clean(name: str) -> str | None:
    """Return a member's name in NFC with "/" between its folders. None if it points out of its archive."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    parts = [part for part in name.split("/") if part != "."]
    is_absolute = name.startswith("/") or name[1:2] == ":"
    if is_absolute or ".." in parts or "" in parts or len(name) > NAME_LENGTH or not name.isprintable():
        return None
    return "/".join(parts)


def ending(name: str) -> str:
    """Return a file's ending in lower case, without its dot."""
    return name.rpartition("/")[2].rpartition(".")[2].lower() if "." in name else ""


def kind_of(name: str) -> str:
    """Return "photo", "film", "json", "table", "archive", "rubbish" (what systems write beside files) or "other"."""
    last = name.rpartition("/")[2]
    if last.startswith("._") or "__MACOSX/" in name or last in (".DS_Store", "Thumbs.db", "desktop.ini"):
        return "rubbish"
    kinds = {"json": {"json"}, "table": {"csv"}, "photo": PHOTOS, "film": FILMS, "archive": ARCHIVES}
    return next((kind for kind, endings in kinds.items() if ending(last) in endings), "other")
