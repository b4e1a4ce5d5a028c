"""The account journal, as an owner reads it."""

import pytest
from django.utils import timezone

from accounts.models import JournalEntry
from accounts.views.journal import ON_PAGE

ADDRESS = "/family/journal/"


def fill(family, count: int) -> list[JournalEntry]:
    """All in one moment, the newest first."""
    moment = timezone.now()
    JournalEntry.objects.all().delete()
    for _ in range(count):
        JournalEntry.objects.create(family=family, code="invited", at=moment, details='{"by": "Jieun"}')
    return list(JournalEntry.objects.order_by("-pk"))


def read(client, query=None) -> list[JournalEntry]:
    return [line.entry for line in client.get(ADDRESS, query).context["lines"]]


def test_it_works(jieun_client, mother_link):
    page = jieun_client.get(ADDRESS)
    assert page.status_code == 200 and page.templates[0].name == "journal.html"
    text = page.content.decode()
    assert "made a link for 엄마" in text and "signed in: Another device" in text
    assert ADDRESS in jieun_client.get("/family/").content.decode()


def test_in_the_readers_language(jieun, jieun_client, mother_link):
    jieun.language = "ko"
    jieun.save()
    assert "링크를 만들었어요: 엄마" in jieun_client.get(ADDRESS).content.decode()


def test_turning_it(jieun, jieun_client):
    entries = fill(jieun.family, ON_PAGE * 2 + 1)
    seen, query = [], {}
    while True:
        context = jieun_client.get(ADDRESS, query).context
        seen += [line.entry for line in context["lines"]]
        if not context["page"].next:
            break
        query = {"after": str(context["page"].next)}
    assert seen == entries
    assert read(jieun_client, {"before": str(context["page"].previous)}) == entries[ON_PAGE : ON_PAGE * 2]


@pytest.mark.parametrize("cursor", ["x", "%00", "AAAA", "가"])
def test_a_malformed_cursor_shows_the_first_page(jieun, jieun_client, cursor):
    entries = fill(jieun.family, 2)
    assert read(jieun_client, {"after": cursor}) == read(jieun_client, {"before": cursor}) == entries


def test_an_empty_one(jieun, jieun_client):
    fill(jieun.family, 0)
    assert "Nothing yet." in jieun_client.get(ADDRESS).content.decode()


def test_another_family_reads_nothing_of_it(stranger_client, mother_link):
    page = stranger_client.get(ADDRESS).content.decode()
    assert "엄마" not in page and "Jieun" not in page


def test_refusals(client, minsu_client, mother_client, jieun_client):
    assert client.get(ADDRESS).url.startswith("/accounts/login/")
    assert minsu_client.get(ADDRESS).status_code == mother_client.get(ADDRESS).status_code == 403
    assert ADDRESS not in minsu_client.get("/family/").content.decode()
    assert jieun_client.post(ADDRESS).status_code == 405


@pytest.mark.parametrize("count", [1, ON_PAGE * 2])
def test_as_many_queries_for_many(jieun, jieun_client, django_assert_num_queries, count):
    """The session, the person, a page of entries."""
    fill(jieun.family, count)
    with django_assert_num_queries(3):
        read(jieun_client)
