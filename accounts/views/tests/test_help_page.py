from django.test import Client
from django.urls import reverse

from accounts.services import links

ADDRESS = reverse("help_page")


def test_it_works(mother_client, django_assert_num_queries):
    """Session, person and helper: as many as on every page of hers."""
    mother_client.get(ADDRESS)  # Her first visit in this hour is noted.
    with django_assert_num_queries(3):
        page = mother_client.get(ADDRESS).content.decode()
    assert page.count("<li><img") == 4 and "Jieun에게 전화하세요: 010-1234-5678" in page


def test_nobody_is_signed_in(client, db):
    page = client.get(ADDRESS, headers={"accept-language": "en"}).content.decode()
    assert "How to look at the photos" in page and "tel:" not in page


def test_her_browser_after_her_link_was_closed(mother_client, mother_link):
    """In her language, with the number, though nobody is signed in."""
    links.revoke_link(link=mother_link.link)
    page = mother_client.get(ADDRESS, headers={"accept-language": "en"}).content.decode()
    assert 'lang="ko"' in page and 'href="tel:01012345678"' in page


def test_refusals(client, db):
    assert client.post(ADDRESS).status_code == 405
    assert Client().get("/help/nothing/").status_code == 404
