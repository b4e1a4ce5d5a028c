import pytest

ADDRESS = "/text-size/"


def test_it_works(mother, mother_client):
    page = mother_client.get(ADDRESS).content.decode()
    assert 'class="step-2"' in page and page.count('aria-pressed="true"') == 2
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


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_light_or_dark(mother, mother_client, theme):
    response = mother_client.post(ADDRESS, {"theme": theme})
    assert response.url == ADDRESS and response.cookies["theme"].value == theme
    mother.refresh_from_db()
    assert (mother.theme, mother.text_step) == (theme, 2)
    page = mother_client.get(ADDRESS).content.decode()
    assert f'data-theme="{theme}"' in page
    assert f'value="{theme}" aria-pressed="true"' in page and page.count('aria-pressed="true"') == 2
    assert page.count("night.css") == (theme != "light")
    assert page.count("prefers-color-scheme") == (3 if theme == "auto" else 0)


def test_the_cookie_tells_pages_without_a_person(client, db, mother_client):
    """And a person's own choice comes before the cookie."""
    assert 'data-theme="auto"' in client.get("/nowhere/").content.decode()
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in client.get("/nowhere/").content.decode()
    client.cookies["theme"] = "<b>"
    assert 'data-theme="auto"' in client.get("/nowhere/").content.decode()
    mother_client.cookies["theme"] = "dark"
    assert 'data-theme="auto"' in mother_client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("theme", ["", "black", "\0"])
def test_no_other_theme(mother, mother_client, theme):
    assert mother_client.post(ADDRESS, {"theme": theme}).status_code == 422
    mother.refresh_from_db()
    assert mother.theme == "auto"
