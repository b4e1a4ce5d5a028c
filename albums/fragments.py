"""Build the shelf and albums' pages as fragments, and cache them (`picup/cache/` says why that is right).

A fragment is the part of a page that is the same for every member with the same language and the same rights. Cached
are the shelf's first page and every page of an album. There are as many pages behind a cursor as photos, so those are
cached only for the minutes in which a person turns between a page and its photos.
"""

import hashlib
import math
from contextlib import suppress
from datetime import timedelta

from django.core.cache import cache
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from albums.models import Album, Picture
from albums.selectors import get_album
from albums.troubles import has_damaged
from picup.cache.get_or_build import Fragment, ask_cache, get_or_build, release
from picup.core.pagination import Cursor, Page, page_number, turn_page

ALBUMS_ON_SHELF = 12
PICTURES_ON_PAGE = 4
NEW_FOR = timedelta(days=7)
# Seconds that a page behind a cursor is cached. The cache itself bounds how many there are.
KEEP_SECONDS = 600


def album_version(person: User, album_id: str) -> tuple[int, int] | None:
    """Return the album's primary key and its version. None if it is not on the person's shelf."""
    albums = Album.objects.filter(public_id=album_id, family_id=person.family_id, trashed_at=None)
    return next(iter(albums.values_list("pk", "version")), None)


def shelf_versions(person: User) -> list[tuple[int, int]]:
    """Return the primary keys and versions of the albums on the shelf's first page, and of the next one.

    The shelf has no version of its own: an upload to one album would lock it, and uploads to others would wait.
    """
    albums = Album.objects.filter(family_id=person.family_id, trashed_at=None)
    newest = albums.order_by("-created_at", "-id").values_list("pk", "version")
    return list(newest[: ALBUMS_ON_SHELF + 1])


def shelf_fragment(person: User, *, after: str, before: str) -> Fragment | None:
    """Return a page of the family's shelf. None if no album is left after the cursor.

    `after` and `before` are cursors from a query string, or blank for the first page, which alone is cached.
    """
    if after or before:
        page = turn_shelf(person, after, before)
        return build_shelf(person, page)[0] if page.items or not after else None
    versions = shelf_versions(person)
    key = cache_key(person, "shelf", hashlib.sha256(repr(versions).encode()).hexdigest())
    return get_or_build(
        key,
        lambda: build_shelf(person, turn_shelf(person)),
        lambda: shelf_versions(person) == versions,
    )


def album_fragment(person: User, album_id: str, *, after: str, before: str) -> Fragment | None:
    """Return a page of an album. None if no picture is left after the cursor.

    `after` and `before` are cursors from a query string, or blank for the first page. Raise Http404 if the album is
    not on the person's shelf.
    """
    version = album_version(person, album_id)
    if version is None:
        raise Http404
    after, before = canonical_cursor(after), canonical_cursor(before)

    def build() -> tuple[Fragment, float]:
        album = get_album(person, album_id)
        page = turn_album(album, after, before)
        if after and not page.items:
            raise EmptyPage
        return build_album(person, album, page), KEEP_SECONDS if after or before else math.inf

    key = cache_key(person, "album", *version, after, before)
    with suppress(EmptyPage):
        return get_or_build(key, build, lambda: album_version(person, album_id) == version)
    return None


class EmptyPage(Exception):
    """No picture is left after the cursor, so there is no page to cache."""


def canonical_cursor(cursor: str) -> str:
    """Return a cursor in its one spelling, so that each page has one cache key. Blank for what is no cursor."""
    return str(Cursor.parse(cursor) or "")


def cache_key(person: User, *names: object) -> str:
    """Return the cache key of a fragment: release, family, `names`, active language and the person's rights."""
    rights = "contributor" if person.may_contribute else "viewer"
    return ":".join(map(str, ("page", release(), person.family_id, *names, get_language(), rights)))


def forget_fragments(family_id: int) -> None:
    """Delete a family's fragments from Redis. In the memory of each process, encrypted, they stay for up to KEEP."""
    if hasattr(cache, "delete_pattern"):
        ask_cache(lambda: cache.delete_pattern(f"page:*:{family_id}:*"), None)


def turn_shelf(person: User, after: str = "", before: str = "") -> Page:
    """Return a page of the family's albums, the newest first."""
    albums = Album.objects.filter(family_id=person.family_id, trashed_at=None).select_related("cover")
    return turn_page(
        albums, time="created_at", size=ALBUMS_ON_SHELF, newest_first=True, after=after, before=before
    )


def turn_album(album: Album, after: str = "", before: str = "") -> Page:
    """Return a page of an album's pictures, by `order_time`, then by id."""
    pictures = Picture.objects.filter(album=album, trashed_at=None)
    return turn_page(pictures, time="order_time", size=PICTURES_ON_PAGE, after=after, before=before)


def build_shelf(person: User, page: Page) -> tuple[Fragment, float]:
    """Return the fragment of a page of albums, and the seconds until one of them stops being marked as new."""
    now, seconds = timezone.now(), math.inf
    for album in page.items:
        left = (album.last_added_at + NEW_FOR - now).total_seconds() if album.last_added_at else 0
        album.is_new = left > 0
        if album.is_new:
            seconds = min(seconds, left)
    urls = {"newer_url": f"?before={page.previous}" if page.previous else ""}
    urls["older_url"] = f"?after={page.next}" if page.next else ""
    context = {"albums": page.items, "may_contribute": person.may_contribute, **urls}
    return render("shelf", context), seconds


def build_album(person: User, album: Album, page: Page) -> Fragment:
    """Return the fragment of a page of pictures."""
    for number, picture in enumerate(page.items, page.number_before + 1):
        picture.album = album
        picture.url = f"{picture.get_absolute_url()}?n={number}"
    number, pages = page_number(page.number_before, PICTURES_ON_PAGE, album.picture_count)
    next_url = f"?after={page.next}" if page.next else ""
    context = {
        "album": album,
        "pictures": page.items,
        "may_contribute": person.may_contribute,
        "page_number": number,
        "page_count": pages,
        "previous_url": f"?before={page.previous}" if page.previous else "",
        "next_url": next_url,
        "first": not page.previous,
    }
    # So that a page from the cache asks for them only where there are any.
    damaged = "yes" if person.may_contribute and has_damaged(album) else ""
    return {"title": album.title, "next_url": next_url, "damaged": damaged, **render("album", context)}


def render(name: str, context: dict) -> Fragment:
    """Render `_<name>.html` as the fragment's `content`, and `_<name>_turn.html` as its `turn`, the buttons below."""
    return {
        "content": render_to_string(f"_{name}.html", context),
        "turn": render_to_string(f"_{name}_turn.html", context).strip(),
    }
