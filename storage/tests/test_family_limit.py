from storage.models import Usage

URL = "/family/limit/"


def limit(person) -> int:
    return Usage.objects.get(family=person.family).limit_bytes


def test_it_works(jieun_client, jieun):
    answer = jieun_client.post(URL, {"gigabytes": "2.5"})
    assert answer.status_code == 302
    assert limit(jieun) == 2_500_000_000


def test_not_over_what_the_site_gives(jieun_client, jieun, settings):
    jieun_client.post(URL, {"gigabytes": "11"})
    assert limit(jieun) == settings.FAMILY_LIMIT_BYTES


def test_not_under_what_is_used(jieun_client, jieun, settings):
    Usage.objects.filter(family=jieun.family).update(used_bytes=3_000_000_000)
    jieun_client.post(URL, {"gigabytes": "2"})
    assert limit(jieun) == settings.FAMILY_LIMIT_BYTES


def test_nonsense_changes_nothing(jieun_client, jieun, settings):
    for value in ("", "-1", "a lot", "NaN", "1e400"):
        assert jieun_client.post(URL, {"gigabytes": value}).status_code == 302
        assert limit(jieun) == settings.FAMILY_LIMIT_BYTES


def test_only_owners(minsu_client, mother_client, client):
    assert minsu_client.post(URL, {"gigabytes": "1"}).status_code == 403
    assert mother_client.post(URL, {"gigabytes": "1"}).status_code == 403
    assert client.post(URL, {"gigabytes": "1"}).status_code == 302


def test_only_post(jieun_client):
    assert jieun_client.get(URL).status_code == 405
