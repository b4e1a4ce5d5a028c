import pytest

ADDRESS = "/accounts/settings/"


def test_it_works(minsu, minsu_client):
    assert "Minsu" in minsu_client.get(ADDRESS).content.decode()
    assert minsu_client.post(ADDRESS, {"display_name": " Min  su ", "language": "ko"}).url == ADDRESS
    minsu.refresh_from_db()
    assert (minsu.display_name, minsu.language) == ("Min su", "ko")
    assert minsu_client.get(ADDRESS)["Content-Language"] == "ko"


@pytest.mark.parametrize("change", [{"display_name": ""}, {"display_name": "x" * 41}, {"language": "fr"}])
def test_bad_input(minsu, minsu_client, change):
    assert minsu_client.post(ADDRESS, {"display_name": "New", "language": "", **change}).status_code == 422
    minsu.refresh_from_db()
    assert minsu.display_name == "Minsu"


def test_nothing_else_can_be_set(minsu, minsu_client):
    values = {"display_name": "Minsu", "language": "", "role": "owner", "is_staff": "on", "family": "1"}
    minsu_client.post(ADDRESS, values)
    minsu.refresh_from_db()
    assert minsu.role == "contributor" and not minsu.is_staff


def test_refusals(client, mother_client, minsu_client):
    assert client.get(ADDRESS).status_code == 302
    assert mother_client.get(ADDRESS).status_code == 403
    assert mother_client.post(ADDRESS, {"display_name": "X", "language": ""}).status_code == 403
    assert minsu_client.put(ADDRESS).status_code == 405
