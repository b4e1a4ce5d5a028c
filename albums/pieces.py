"""The shelf and an album's pages as every member with the same language and the same rights sees them.

Kept are the shelf's first page and every page of an album (picup/caching). Those behind a cursor are as many as there
are photos, so they are kept only as long as somebody turns between a page and its photos.
"""

import hashlib
import math
from contextlib import suppress
from datetime import timedelta

from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from albums.lookup import get_album
from albums.models import Album, Picture
from picup.caching.pages import Piece, kept, release
from picup.core.pagination import Cursor, Page, page_number, turn_page
from picup.prepared import Prepared

ALBUMS_ON_SHELF = 12
PICTURES_ON_PAGE = 4
NEW_FOR = timedelta(days=7)
# Of pages behind a cursor. How many lie in the cache at once has its bound there.
KEEP_SECONDS = 600

# The access check, and the version of what may be seen.
album_version = Prepared(
    lambda family, album: Album.objects.filter(
        public_id=album, family_id=family, trashed_at=None
    ).values_list("pk", "version"),
    family=1_000_001,
    album="an album",
)
# The shelf has no version of its own: which albums are on it, in which version, and whether there is one more.
# So nobody who adds a photo to one album waits for those who change another.
shelf_versions = Prepared(
    lambda family: (
        Album.objects.filter(family_id=family, trashed_at=None)
        .order_by("-created_at", "-id")
        .values_list("pk", "version")
    ),
    most=ALBUMS_ON_SHELF + 1,
    family=1_000_001,
)


def of_shelf(person: User, *, after: str, before: str) -> Piece | None:
    """None: there is nothing any more after this place."""
    if after or before:
        page = turn_shelf(person, after, before)
        return build_shelf(person, page)[0] if page.items or not after else None
    family = person.family_id
    versions = shelf_versions.all(family=family)
    key = key_of(person, "shelf", hashlib.sha256(repr(versions).encode()).hexdigest())
    return kept(
        key,
        lambda: build_shelf(person, turn_shelf(person)),
        lambda: shelf_versions.all(family=family) == versions,
    )


def of_album(person: User, album_id: str, *, after: str, before: str) -> Piece | None:
    """None: there is nothing any more after this place. Raises Http404."""
    of = {"family": person.family_id, "album": album_id}
    row = album_version(**of)
    if row is None:
        raise Http404
    after, before = canonical(after), canonical(before)

    def build() -> tuple[Piece, float]:
        album = get_album(person, album_id)
        page = turn_album(album, after, before)
        if after and not page.items:
            raise NothingThere
        return build_album(person, album, page), KEEP_SECONDS if after or before else math.inf

    key = key_of(person, "album", *row, after, before)
    with suppress(NothingThere):
        return kept(key, build, lambda: album_version(**of) == row)
    return None


class NothingThere(Exception):
    """Nothing is to be kept."""


def canonical(cursor: str) -> str:
    """One name for each place; blank for what is no cursor."""
    return str(Cursor.parse(cursor) or "")


def key_of(person: User, *names: object) -> str:
    rights = "contributor" if person.may_contribute else "viewer"
    return ":".join(map(str, ("page", release(), person.family_id, *names, get_language(), rights)))


def turn_shelf(person: User, after: str = "", before: str = "") -> Page:
    albums = Album.objects.filter(family_id=person.family_id, trashed_at=None).select_related("cover")
    return turn_page(
        albums, time="created_at", size=ALBUMS_ON_SHELF, newest_first=True, after=after, before=before
    )


def turn_album(album: Album, after: str = "", before: str = "") -> Page:
    pictures = Picture.objects.filter(album=album, trashed_at=None)
    return turn_page(pictures, time="order_time", size=PICTURES_ON_PAGE, after=after, before=before)


def build_shelf(person: User, page: Page) -> tuple[Piece, float]:
    """With the seconds until one of its albums is not new any more."""
    now, seconds = timezone.now(), math.inf
    for album in page.items:
        left = (album.last_added_at + NEW_FOR - now).total_seconds() if album.last_added_at else 0
        album.is_new = left > 0
        if album.is_new:
            seconds = min(seconds, left)
    urls = {"newer_url": f"?before={page.previous}" if page.previous else ""}
    urls["older_url"] = f"?after={page.next}" if page.next else ""
    shown = {"albums": page.items, "may_contribute": person.may_contribute, **urls}
    return render("shelf", shown), seconds


def build_album(person: User, album: Album, page: Page) -> Piece:
    for number, picture in enumerate(page.items, page.number_before + 1):
        picture.album = album
        picture.url = f"{picture.get_absolute_url()}?n={number}"
    number, pages = page_number(page.number_before, PICTURES_ON_PAGE, album.picture_count)
    next_url = f"?after={page.next}" if page.next else ""
    shown = {
        "album": album,
        "pictures": page.items,
        "may_contribute": person.may_contribute,
        "page_number": number,
        "page_count": pages,
        "previous_url": f"?before={page.previous}" if page.previous else "",
        "next_url": next_url,
        "first": not page.previous,
    }
    return {"title": album.title, "next_url": next_url, **render("album", shown)}


def render(name: str, shown: dict) -> Piece:
    return {
        "content": render_to_string(f"_{name}.html", shown),
        "turn": render_to_string(f"_{name}_turn.html", shown).strip(),
    }
