import pytest

ADDRESS = "/text-size/"


def test_it_works(mother, mother_client):
    page = mother_client.get(ADDRESS).content.decode()
    assert 'class="step-2"' in page and page.count('aria-pressed="true"') == 1
    for step in range(1, 6):
        assert f"size-{step}" in page
    assert mother_client.post(ADDRESS, {"step": "5"}).url == ADDRESS
    mother.refresh_from_db()
    assert mother.text_step == 5
    assert 'class="step-5"' in mother_client.get(ADDRESS).content.decode()


def test_contributors_too(minsu, minsu_client):
    minsu_client.post(ADDRESS, {"step": "1"})
    minsu.refresh_from_db()
    assert minsu.text_step == 1


@pytest.mark.parametrize("step", ["", "0", "6", "-1", "big", "\0", "9" * 300])
def test_bad_input(mother, mother_client, step):
    assert mother_client.post(ADDRESS, {"step": step}).status_code == 422
    mother.refresh_from_db()
    assert mother.text_step == 2


def test_refusals(client, db, mother_client):
    assert client.get(ADDRESS).status_code == 302
    assert client.post(ADDRESS, {"step": "5"}).status_code == 302
    assert mother_client.put(ADDRESS).status_code == 405
