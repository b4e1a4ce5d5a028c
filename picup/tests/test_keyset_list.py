"""The admin's lists: every row once in both directions, the same few queries whatever there is, no sum, no OFFSET."""

import uuid
from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from albums.models import Picture
from albums.services.albums import create_album
from albums.tests.helpers import make_pictures
from outbox.models import Message
from picup.admin import CalmModelAdmin
from storage.history.models import FileEvent
from storage.models import StoredFile
from tests.support.admins import admin_address, make_administrator

# The session, the person, the places, their rows; the rows' copies; a filter's choices; the line of the outbox.
QUERIES_AT_MOST = 9


@pytest.fixture
def boss(db):
    return make_administrator()


def look(boss, model, **query):
    """The list's page, and its queries."""
    with CaptureQueriesContext(connection) as queries:
        response = boss.get(admin_address(model, "changelist"), query)
    assert response.status_code == 200
    return response.context["cl"], [query["sql"] for query in queries]


def follow(boss, model, url: str):
    """The page that a link of the list leads to."""
    return look(boss, model, p=url.split("p=")[1])[0] if url else None


def add_messages(count: int) -> None:
    Message.objects.bulk_create(Message(task="tests", queue="files") for _ in range(count))


def add_events(count: int) -> None:
    """Half of them at one moment."""
    now = timezone.now()
    FileEvent.objects.bulk_create(
        FileEvent(
            id=uuid.uuid4().hex,
            at=now + timedelta(seconds=max(0, number - count // 2)),
            file_key="k",
            file_id=1,
            step="stored",
        )
        for number in range(count)
    )


@pytest.mark.parametrize(
    ("model", "add", "order"),
    [(Message, add_messages, ["-pk"]), (FileEvent, add_events, ["-at", "-pk"])],
)
def test_it_works(boss, model, add, order):
    """Every row once, the newest first, forward and back."""
    add(125)
    pages = [look(boss, model)[0]]
    while following := follow(boss, model, pages[-1].older_url):
        pages.append(following)
    rows = list(model.objects.order_by(*order))
    assert [row for page in pages for row in page.result_list] == rows
    back = [pages[-1]]
    while before := follow(boss, model, back[0].newer_url):
        back.insert(0, before)
    # The first page is always whole.
    assert [page.result_list for page in back] == [pages[0].result_list, *[p.result_list for p in pages[1:]]]


def test_rows_that_go_meanwhile_hide_no_others(boss):
    add_messages(60)
    first, _ = look(boss, Message)
    older = Message.objects.filter(pk__lt=first.result_list[-1].pk).order_by("-pk")
    Message.objects.filter(pk__gte=first.result_list[-1].pk).delete()
    assert follow(boss, Message, first.older_url).result_list == list(older) != []


@pytest.mark.parametrize("page", ["b", "bx", "b1'", "a\0", "x7", "2", "b" + "9" * 40])
def test_a_place_that_cannot_be_is_the_first_page(boss, page):
    add_messages(3)
    assert len(look(boss, Message, p=page)[0].result_list) == 3


def test_the_same_queries_for_any_number_of_rows(boss, jieun):
    """Of every model's list: as many with 80 rows as with two, never a COUNT of a table, never an OFFSET."""
    album = create_album(person=jieun, title="Jeju", description="")
    make_pictures(album, 2)
    add_messages(2)
    add_events(2)
    few = {model: look(boss, model)[1] for model in lists()}
    make_pictures(album, 80)
    add_messages(80)
    add_events(80)
    for model in lists():
        many = look(boss, model)[1]
        assert len(many) <= QUERIES_AT_MOST, (model, many)
        if few[model] and model in (Picture, StoredFile, Message, FileEvent):
            assert len(many) == len(few[model]), (model, many)
        assert not [sql for sql in many if "OFFSET" in sql or ("COUNT(" in sql and "LIMIT" not in sql)], many


def lists():
    return [model for model, options in admin.site._registry.items() if isinstance(options, CalmModelAdmin)]


def test_no_arrow_and_no_other_order(boss, jieun):
    """An order that no index has would sort the whole table; of an encrypted column it would mean nothing."""
    response = boss.get(admin_address(type(jieun), "changelist"), {"o": "2"})
    assert "sortable" not in response.content.decode().split("<tbody>")[0].split("<thead>")[1]
    assert response.context["cl"].get_ordering(None, None) == ["-pk"]


def test_a_search_is_a_look_up(boss, jieun):
    """By an index each: no condition over several tables, no LIKE that begins with a wildcard."""
    [picture] = make_pictures(create_album(person=jieun, title="Jeju", description=""), 1)
    file = picture.file
    for text in (picture.public_id, picture.album.public_id, file.key, "nobody"):
        found, queries = look(boss, Picture, q=text)
        assert found.result_list == ([] if text == "nobody" else [picture])
        assert not [sql for sql in queries if "LIKE '\\%" in sql or "LIKE '%" in sql], queries
        assert not [sql for sql in queries if "JOIN" in sql and " OR " in sql], queries
        assert len(queries) <= 12


def test_search_fields_are_whole_values_or_beginnings():
    for model in lists():
        assert all(
            name[0] in "=^" or name == "~summary" for name in admin.site._registry[model].search_fields
        ), model
        assert not admin.site._registry[model].date_hierarchy
