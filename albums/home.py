"""What lies open on Home for a person: what is new to her, else this day in another year, else where she stopped."""

from dataclasses import dataclass
from datetime import date, datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from albums.fragments import ShelfVersions, cache_key, hash_versions
from albums.models import Picture, Visit
from albums.new_pictures import find_new, unseen_version
from albums.on_this_day import find_picture
from picup.cache.get_or_build import Fragment, get_or_build
from picup.core.pagination import Cursor, beyond, order_items

# Seconds.
DAY_KNOWN_FOR = 3600
# Seconds after which the name of whoever added the photos is read again.
BOOK_KNOWN_FOR = 300
# Albums that are looked at for one to go on with. Each that she has finished costs a query.
VISITS = 3


@dataclass(frozen=True)
class Book:
    """The wide book on Home. `kind` is "new", "day" or "visit"; the rest is what that kind tells."""

    kind: str
    picture: Picture
    url: str
    count: int | None = 0
    years: int = 0
    who: str = ""
    by_one: bool = True
    first_at: datetime | None = None
    added_at: datetime | None = None


def book_on_home(person: User, versions: ShelfVersions) -> str:
    """Return the HTML of the book that lies open for a person, from the cache but where she stopped. Blank for none.

    `versions` are the shelf's. One query; where she stopped, two, and another for each finished album.
    """
    unseen, today = unseen_version(person), timezone.localdate()

    def build() -> tuple[Fragment, float]:
        book = open_new(person) or open_day(person)
        # Whether a photo of another album is put into the trash is in none of the versions.
        is_known = book is None or book.picture.album_id in dict(versions)
        return {"content": show(book)}, BOOK_KNOWN_FOR if is_known else 0

    key = cache_key(person, "book", person.pk, today, *unseen, hash_versions(versions))
    # A version never comes back, so what is built a moment later than its version is never shown too late.
    return get_or_build(key, build, lambda: True)["content"] or show(open_visit(person))


def show(book: Book | None) -> str:
    return render_to_string("_book.html", {"book": book}) if book else ""


def open_new(person: User) -> Book | None:
    new = find_new(person)
    if new is None:
        return None
    adder = new.newest.uploaded_by
    who = adder.display_name if adder else ""
    return Book(
        "new",
        new.newest,
        reverse("new"),
        count=new.count,
        who=who,
        by_one=new.by_one,
        first_at=new.first_at,
        added_at=new.newest.created_at,
    )


def open_day(person: User) -> Book | None:
    today = timezone.localdate()
    picture = find_shown(person, picture_of_day(person, today))
    if picture is None or picture.taken_at is None:
        return None
    return Book("day", picture, picture.get_absolute_url(), years=today.year - picture.taken_at.year)


def picture_of_day(person: User, today: date) -> str:
    """Return the public id of the photo that the family is shown today. Blank without one. Asked for once an hour."""

    def build() -> tuple[Fragment, float]:
        picture = find_picture(person, today)
        return {"picture": picture.public_id if picture else ""}, DAY_KNOWN_FOR

    return get_or_build(cache_key(person, "day", today), build, lambda: True)["picture"]


def find_shown(person: User, picture_id: str) -> Picture | None:
    """Return a picture on the person's shelf, with its album. None if it is not there any more."""
    shown = Picture.objects.filter(
        public_id=picture_id,
        trashed_at=None,
        album__trashed_at=None,
        album__family_id=person.family_id,
    )
    return shown.select_related("album").first() if picture_id else None


def open_visit(person: User) -> Book | None:
    """Open an album at the photo where she stopped: of the last VISITS, the newest that she has not read to its end.

    If she has finished all of them, the newest.
    """
    visits = Visit.objects.filter(
        person=person,
        picture__trashed_at=None,
        album__trashed_at=None,
        album__family_id=person.family_id,
    )
    newest = [visit.picture for visit in visits.select_related("picture__album").order_by("-at")[:VISITS]]
    picture = next((picture for picture in newest if has_next(picture)), next(iter(newest), None))
    return Book("visit", picture, picture.get_absolute_url()) if picture else None


def has_next(picture: Picture) -> bool:
    """Return whether a photo comes after a picture in its album. Asked now: one may have been added since her visit."""
    shown = Picture.objects.filter(album_id=picture.album_id, trashed_at=None)
    later = beyond(shown, Cursor(picture.order_time, picture.pk, 0), "order_time", greater=True)
    return bool(order_items(later, "order_time", greater=True).values_list("pk")[:1])
