"""Build the shelf and albums' pages as fragments, and cache them (`picup/cache/` says why that is right).

A fragment is the part of a page that is the same for every member with the same language and the same rights. Cached
are the shelf's first page and every page of an album. There are as many pages behind a cursor as photos, so those are
cached only for the minutes in which a person turns between a page and its photos.
"""

import hashlib
import math
from collections.abc import Callable
from contextlib import suppress

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import Http404
from django.template.loader import render_to_string
from django.utils.translation import get_language

from accounts.models import User
from albums.models import Album, Picture
from albums.selectors import albums_on_shelf, get_album
from albums.spreads import BEGINNING, Spread, just_before, turn_spread
from albums.troubles import has_damaged
from albums.years import list_years
from picup.cache.get_or_build import Fragment, ask_cache, get_or_build, release
from picup.core.pagination import Cursor, Page, turn_page

ALBUMS_ON_SHELF = 12
# The overview of an album of a summer is one page; about twelve stand in a window at a time.
PICTURES_IN_OVERVIEW = 60
# Seconds. A year may lose its last photo in an album that is not on the first page, which then is not built anew.
YEARS_KNOWN_FOR = 3600
# Seconds that a page behind a cursor is cached. The cache itself bounds how many there are.
KEEP_SECONDS = 600

# Primary keys of albums with their versions.
ShelfVersions = list[tuple[int, int]]


def album_version(person: User, album_id: str) -> tuple[int, int] | None:
    """Return the album's primary key and its version. None if it is not on the person's shelf."""
    albums = Album.objects.filter(public_id=album_id, family_id=person.family_id, trashed_at=None)
    return next(iter(albums.values_list("pk", "version")), None)


def shelf_versions(person: User) -> ShelfVersions:
    """Return the primary keys and versions of the albums on the shelf's first page, and of the next one.

    The shelf has no version of its own: an upload to one album would lock it, and uploads to others would wait.
    """
    newest = albums_on_shelf(person).order_by("-shelved_at", "-id").values_list("pk", "version")
    return list(newest[: ALBUMS_ON_SHELF + 1])


def hash_versions(versions: ShelfVersions) -> str:
    return hashlib.sha256(repr(versions).encode()).hexdigest()


def first_shelf(person: User, versions: ShelfVersions) -> Fragment:
    """Return the first page of the family's shelf, of these versions."""
    return get_or_build(
        cache_key(person, "shelf", hash_versions(versions)),
        lambda: (build_shelf(person, turn_shelf(person), list_years(person)), YEARS_KNOWN_FOR),
        lambda: shelf_versions(person) == versions,
    )


def later_shelf(person: User, *, after: str, before: str) -> Fragment | None:
    """Return the page of the shelf at a cursor. None if no album is left after it. It is not cached."""
    page = turn_shelf(person, after, before)
    return build_shelf(person, page, []) if page.items or not after else None


def album_fragment(person: User, album_id: str, *, leaves: int, after: str, before: str) -> Fragment | None:
    """Return a spread of an album, or its title page. None if no picture is left beyond the cursor.

    `after` and `before` are cursors from a query string, or blank for the first page. Raise Http404 if the album is
    not on the person's shelf.
    """
    after, before = canonical_cursor(after), canonical_cursor(before)

    def build(album: Album) -> Fragment:
        if album.description and album.picture_count and not after and not before:
            return build_title_page(album)
        spread = turn_spread(shown_pictures(album), leaves=leaves, after=after, before=before)
        if (after or before) and not spread.pictures:
            raise EmptyPage
        return build_spread(person, album, spread, leaves)

    return cached_of_album(person, album_id, build, "album", leaves, after, before)


def overview_fragment(person: User, album_id: str, *, after: str, before: str) -> Fragment | None:
    """Return a page of an album's overview. None if no picture is left after the cursor. Raise as `album_fragment`."""
    after, before = canonical_cursor(after), canonical_cursor(before)

    def build(album: Album) -> Fragment:
        pictures = shown_pictures(album)
        page = turn_page(pictures, time="order_time", size=PICTURES_IN_OVERVIEW, after=after, before=before)
        if after and not page.items:
            raise EmptyPage
        return build_overview(person, album, page)

    return cached_of_album(person, album_id, build, "overview", after, before)


def cached_of_album(
    person: User, album_id: str, build: Callable[[Album], Fragment], name: str, *where
) -> Fragment | None:
    """Return a fragment of an album from the cache, or build it. `where` is what else its content depends on."""
    version = album_version(person, album_id)
    if version is None:
        raise Http404
    seconds = KEEP_SECONDS if any(isinstance(part, str) and part for part in where) else math.inf
    with suppress(EmptyPage):
        return get_or_build(
            cache_key(person, name, *version, *where),
            lambda: (build(get_album(person, album_id)), seconds),
            lambda: album_version(person, album_id) == version,
        )
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
    """Return a page of the person's shelf: the album that got the newest photo comes first."""
    albums = albums_on_shelf(person).select_related("cover")
    return turn_page(
        albums, time="shelved_at", size=ALBUMS_ON_SHELF, newest_first=True, after=after, before=before
    )


def shown_pictures(album: Album) -> QuerySet[Picture]:
    return Picture.objects.filter(album=album, trashed_at=None)


def build_shelf(person: User, page: Page, years: list[int]) -> Fragment:
    """Return the fragment of a page of albums. The first page ends with the years."""
    urls = {"newer_url": f"?before={page.previous}" if page.previous else ""}
    urls["older_url"] = f"?after={page.next}" if page.next else ""
    return render(
        "shelf", {"albums": page.items, "may_contribute": person.may_contribute, "years": years, **urls}
    )


def build_title_page(album: Album) -> Fragment:
    """Return the fragment of the leaf that comes before the photos of an album with a description."""
    content = render_to_string("_album_title.html", {"album": album})
    page = {"title": album.title, "kind": "title", "next_url": f"?after={BEGINNING}", "content": content}
    return page | render_bars(album, page)


def build_spread(person: User, album: Album, spread: Spread, leaves: int) -> Fragment:
    """Return the fragment of a spread."""
    number_pictures(album, spread.pictures, spread.number_before)
    last = min(spread.number_before + len(spread.pictures), album.picture_count)
    context = {
        "album": album,
        "pictures": spread.pictures,
        "may_contribute": person.may_contribute,
        "leaves": leaves,
        "here": just_before(spread.pictures[0], spread.number_before) if spread.pictures else "",
        "number": min(spread.number_before + 1, last),
        "last_number": last,
        "count": album.picture_count,
    }
    page = {
        "title": album.title,
        # Blank for an empty album, which has no page to turn.
        "kind": "" if not spread.pictures else "middle" if spread.next else "last",
        "previous_url": f"?before={spread.previous}" if spread.previous else "",
        "next_url": f"?after={spread.next}" if spread.next else "",
        "first_url": f"?after={BEGINNING}",
        "cover_url": album.get_absolute_url() if album.description else "",
        # Where the album stands on the shelf, to find the next one after the last photo.
        "shelf_place": str(Cursor(album.shelved_at, album.pk, 0)),
        # So that a page from the cache asks for them only where there are any.
        "damaged": "yes" if person.may_contribute and has_damaged(album) else "",
        "content": render_to_string("_album.html", context),
    }
    return page | render_bars(album, page)


def render_bars(album: Album, page: Fragment) -> Fragment:
    """Return the buttons above and below a page of an album. Blank below the last: what follows is another album."""
    has_turn = page["kind"] in ("title", "middle")
    return {
        "top": render_to_string("_album_top.html", {"album": album}).strip(),
        "turn": render_to_string("_album_turn.html", {"page": page}).strip() if has_turn else "",
    }


def build_overview(person: User, album: Album, page: Page) -> Fragment:
    """Return the fragment of a page of small photos."""
    number_pictures(album, page.items, page.number_before)
    urls = {"previous_url": f"?before={page.previous}" if page.previous else ""}
    urls["next_url"] = f"?after={page.next}" if page.next else ""
    rights = {"may_contribute": person.may_contribute}
    return {
        "title": album.title,
        "pictures": ",".join(picture.public_id for picture in page.items),
        **render("album_overview", {"album": album, "pictures": page.items, **rights, **urls}),
    }


def number_pictures(album: Album, pictures: list, number_before: int) -> None:
    """Give each picture the address of its page, with its number."""
    for number, picture in enumerate(pictures, number_before + 1):
        picture.album = album
        picture.url = f"{picture.get_absolute_url()}?n={number}"


def render(name: str, context: dict) -> Fragment:
    """Render `_<name>.html` as the fragment's `content`, and `_<name>_turn.html` as its `turn`, the buttons below."""
    return {
        "content": render_to_string(f"_{name}.html", context),
        "turn": render_to_string(f"_{name}_turn.html", context).strip(),
    }
