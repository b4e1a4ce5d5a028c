"""Many hands at once on a real MariaDB: hearts, seen photos, photos that go meanwhile, somebody who joins.

Functions import Django and models themselves: `family` calls them in a process that imports this module before Django
is set up there. They ask the site's own addresses, so that what a person would be answered is seen.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest

from albums.tests.at_once import at_once
from deploy.local.tests.filled import filled

pytest.importorskip("MySQLdb")
THREADS = 8
TURNS = 25
PICTURES = 40


@pytest.fixture(scope="module")
def family(mariadb_primary, tmp_path_factory):
    """`family(function)` calls it where a family, its album and PICTURES photos are in the database."""
    with filled(mariadb_primary, tmp_path_factory.mktemp("hers"), fill) as call:
        yield call


def fill() -> None:
    from django.test.utils import setup_test_environment

    from accounts.models import Family, User
    from albums.models import Album

    setup_test_environment()
    family = Family.objects.create(pk=1, name="Kim")
    for number in range(1, THREADS + 2):
        role = "viewer" if number > 1 else "owner"
        User.objects.create(
            pk=number, family=family, role=role, display_name=f"{number}", email=f"{number}@example.com"
        )
    Album.objects.create(pk=1, family=family, title="Spring")


def new_pictures(count: int, **values) -> list:
    from albums.models import Album
    from albums.services.looks import add_looks
    from albums.tests.helpers import make_pictures

    pictures = make_pictures(Album.objects.get(pk=1), count, uploaded_by_id=1, **values)
    for picture in pictures:
        add_looks(picture)
    return pictures


def browser(person: int):
    from django.test import Client

    from accounts.models import User

    client = Client(raise_request_exception=False, headers={"accept": "application/json"})
    client.force_login(User.objects.get(pk=person), "accounts.backends.MemberBackend")
    return client


def touches(person: int, pictures: list, wanted: list[str]) -> Callable[[], Counter]:
    """A thread's work: hearts for pictures by turns, each as `wanted` says by turns ("" turns it). Its statuses."""
    client = browser(person)

    def work() -> Counter:
        addresses = [f"/pictures/{picture.public_id}/heart/" for picture in pictures]
        return Counter(
            client.post(addresses[turn % len(addresses)], {"loved": wanted[turn % len(wanted)]}).status_code
            for turn in range(TURNS)
        )

    return work


def looks_at(person: int, pictures: list) -> Callable[[], Counter]:
    client, ids = browser(person), [picture.public_id for picture in pictures]

    def work() -> Counter:
        # Each time in another order, as photos come onto a screen.
        orders = [",".join(ids[turn % len(ids) :] + ids[: turn % len(ids)]) for turn in range(TURNS)]
        return Counter(client.post("/seen/", {"pictures": order}).status_code for order in orders)

    return work


def one_heart() -> tuple[Counter, int, int]:
    from albums.models import Heart

    [picture] = new_pictures(1)
    given = [touches(2, [picture], ["1", "0", ""]) for _ in range(THREADS)]
    statuses = sum(at_once(*given), Counter())
    rows = Heart.objects.filter(picture=picture).count()
    browser(2).post(f"/pictures/{picture.public_id}/heart/", {"loved": "1"})
    return statuses, rows, Heart.objects.filter(picture=picture).count()


def test_one_heart_is_given_and_taken_back_by_eight(family):
    statuses, rows, in_the_end = family(one_heart)
    assert statuses == {200: THREADS * TURNS} and rows in (0, 1) and in_the_end == 1


def hearts_of_all() -> tuple[Counter, int]:
    from albums.models import Heart

    pictures = new_pictures(5)
    works = [touches(person, pictures, ["1"]) for person in range(2, THREADS + 2)]
    statuses = sum(at_once(*works), Counter())
    return statuses, Heart.objects.filter(picture__in=pictures).count()


def test_eight_people_love_the_same_photos(family):
    statuses, rows = family(hearts_of_all)
    assert statuses == {200: THREADS * TURNS} and rows == THREADS * 5


def seen_by_eight() -> tuple[Counter, list, list, int]:
    """One person's eight tabs, and after that eight people."""
    from albums.models import Look, Visit

    pictures = new_pictures(PICTURES)
    for people in ([2] * THREADS, range(2, THREADS + 2)):
        statuses = sum(at_once(*(looks_at(person, pictures) for person in people)), Counter())
        if set(statuses) != {204}:
            break
    looks = Look.objects.filter(picture__in=pictures)
    visits = Visit.objects.filter(album_id=1)
    unseen = looks.filter(seen_at=None).count()
    return statuses, list(looks.values_list("person_id")), list(visits.values_list("person_id")), unseen


def test_the_same_photos_are_seen_by_eight(family):
    statuses, looks, visits, unseen = family(seen_by_eight)
    assert statuses == {204: THREADS * TURNS} and unseen == 0
    assert len(looks) == THREADS * PICTURES and len(visits) == len(set(visits)) == THREADS


def photos_go() -> tuple[Counter, list[int]]:
    """Four touch hearts and four look, while photos are put into the trash, brought back, and deleted for good."""
    from accounts.models import User
    from albums.models import Heart, Look, Picture, Visit
    from albums.services.deletion import delete_picture
    from albums.services.trash import restore_pictures, trash_pictures

    pictures, owner = new_pictures(PICTURES), User.objects.get(pk=1)
    going = pictures[: PICTURES // 2]

    def take_away() -> Counter:
        for one in going:
            trash_pictures([one])
            if one.pk % 3 == 0:
                restore_pictures([one])
                trash_pictures([one])
            delete_picture(one, by=owner)
        return Counter()

    love = [touches(person, pictures, ["1", "0", "1"]) for person in (2, 3, 4, 5)]
    look = [looks_at(person, pictures[person:] + pictures[:person]) for person in (2, 3, 6, 7)]
    statuses = sum(at_once(*love, *look, take_away), Counter())
    ids = [one.pk for one in going]
    left = [model.objects.filter(picture_id__in=ids).count() for model in (Heart, Look, Visit)]
    return statuses, [*left, Picture.objects.filter(pk__in=ids).count()]


def test_photos_go_while_they_are_loved_and_seen(family):
    """Gone is 404; nothing stays of them."""
    statuses, left = family(photos_go)
    print(statuses)
    assert set(statuses) <= {200, 204, 404} and left == [0, 0, 0, 0]


def album_goes() -> tuple[Counter, list[int]]:
    from accounts.models import User
    from albums.models import Album, Heart, Picture, Visit
    from albums.services.deletion import delete_album
    from albums.services.trash import trash_album
    from albums.tests.helpers import make_pictures

    owner = User.objects.get(pk=1)
    Album.objects.create(pk=2, family_id=1, title="Autumn")
    pictures = make_pictures(Album.objects.get(pk=2), PICTURES, uploaded_by_id=1)

    def take_away() -> Counter:
        while not (Heart.objects.filter(album_id=2).exists() and Visit.objects.filter(album_id=2).exists()):
            time.sleep(0.01)
        trash_album(Album.objects.get(pk=2))
        delete_album(Album.objects.get(pk=2), by=owner)
        return Counter()

    love = [touches(person, pictures, ["1", "0", "1"]) for person in (2, 3, 4, 5)]
    look = [looks_at(person, pictures) for person in (2, 3, 6, 7)]
    statuses = sum(at_once(*love, *look, take_away), Counter())
    ids = [picture.pk for picture in pictures]
    left = [model.objects.filter(album_id=2).count() for model in (Heart, Visit, Picture)]
    return statuses, [*left, Heart.objects.filter(picture_id__in=ids).count()]


def test_an_album_goes_while_it_is_loved_and_seen(family):
    statuses, left = family(album_goes)
    print(statuses)
    assert set(statuses) <= {200, 204, 404} and left == [0, 0, 0, 0]


def delivery_of(task: str, **arguments):
    """A message as a worker has it in hand."""
    from django.db import transaction

    import outbox
    from outbox.consuming import Delivery

    with transaction.atomic():
        message = outbox.publish(task, **arguments)
    return Delivery(str(message.uid))


def make_ready(picture) -> None:
    """As a worker does when the derivatives are written; here without any."""
    from albums.services.derivatives import insert_derivatives

    insert_derivatives(delivery_of("albums.make_derivatives", picture_id=picture.pk), picture, [], [])


def join(number: int) -> int:
    """Somebody joins, and a worker welcomes her. Return her key."""
    from accounts.models import User
    from albums.services.looks import welcome

    person = User.objects.create(
        family_id=1, role="viewer", display_name=f"{number}", email=f"joined{number}@example.com"
    )
    welcome(delivery_of("albums.welcome", user_id=person.pk), person.pk)
    return person.pk


def joins_meanwhile() -> int:
    """Somebody joins between the moment at which a picture finds the members and its commit. How many looks she has."""
    from django.db import transaction

    from albums.models import Album, Look, Picture
    from albums.tests.helpers import make_pictures

    [picture] = make_pictures(Album.objects.get(pk=1), 1, uploaded_by_id=1, state="waiting")
    ready, joined = threading.Event(), threading.Event()

    def become_ready() -> None:
        with transaction.atomic():
            hold_album(picture, ready)
            while not (joined.is_set() or waits_for_album()):
                time.sleep(0.01)

    def come() -> int:
        ready.wait()
        try:
            return join(1000)
        finally:
            joined.set()

    _, person = at_once(become_ready, come)
    assert Picture.objects.get(pk=picture.pk).is_ready
    return Look.objects.filter(person_id=person, picture=picture, seen_at=None).count()


def hold_album(picture, ready: threading.Event) -> None:
    """What `insert_derivatives` does of this, in a transaction that stays open."""
    from albums.models import Picture
    from albums.services.looks import add_looks

    Picture.objects.filter(pk=picture.pk).update(state=Picture.State.READY)
    add_looks(picture)
    ready.set()


def waits_for_album() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM information_schema.processlist"
            " WHERE command = 'Query' AND info LIKE '%%albums_album%%FOR UPDATE' AND time_ms > 100"
        )
        return cursor.fetchone()[0] > 0


def test_a_picture_becomes_ready_while_somebody_joins(family):
    assert family(joins_meanwhile) == 1


def many_join() -> tuple[int, set]:
    from albums.models import Album, Look
    from albums.tests.helpers import make_pictures

    pictures = make_pictures(Album.objects.get(pk=1), PICTURES, uploaded_by_id=1, state="waiting")
    groups = [pictures[number::4] for number in range(4)]
    becoming = [lambda group=group: [make_ready(picture) for picture in group] for group in groups]
    coming = [lambda at=at: [join(2000 + 10 * at + each) for each in range(4)] for at in range(4)]
    people = [person for joined in at_once(*becoming, *coming)[4:] for person in joined]
    looks = Look.objects.filter(picture__in=pictures, person__in=people, seen_at=None)
    return len(people), set(looks.values_list("person_id", "picture_id"))


def test_many_become_ready_while_many_join(family):
    """New to each of them, exactly once: a second look is refused by the database."""
    people, looks = family(many_join)
    assert people == 16 and len(looks) == people * PICTURES


def walked(person) -> list[int]:
    from albums.new_pictures import begin, turn

    met, at = [], begin()
    while found := turn(person, at):
        met.append(found.picture.pk)
        at = found.next
    return met


def commits_late() -> list[list[int]]:
    """A picture's look is inserted before another's and committed after it, when she has walked past."""
    from django.db import transaction

    from accounts.models import User
    from albums.models import Album
    from albums.services.looks import add_looks, mark_seen
    from albums.tests.helpers import make_pictures

    Album.objects.create(pk=3, family_id=1, title="Winter")
    late, other = make_pictures(Album.objects.get(pk=3), 2, uploaded_by_id=1)
    person = User.objects.create(family_id=1, role="viewer", display_name="Late", email="late@example.com")
    inserted, met = threading.Event(), threading.Event()
    walks = []

    def slow() -> None:
        with transaction.atomic():
            add_looks(late)
            inserted.set()
            met.wait()

    def walk() -> None:
        inserted.wait()
        try:
            add_looks(other)
            walks.append(walked(person))
            mark_seen(person=person, picture_ids=[other.public_id])
        finally:
            met.set()

    at_once(slow, walk)
    walks.append(walked(person))
    mark_seen(person=person, picture_ids=[late.public_id])
    return [*walks, walked(person), [late.pk, other.pk]]


def test_what_is_committed_late_is_new_in_the_next_walk(family):
    first, second, third, (late, other) = family(commits_late)
    assert (first, second, third) == ([other], [late], [])
