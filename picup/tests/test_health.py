import pytest

from storage.tests.conftest import break_storage, directories, mend_storage  # noqa: F401 (fixtures)


def test_it_works(client, db, directories):  # noqa: F811
    assert client.get("/healthz").content == b"ok\n"
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "mode": "normal",
        "dependencies": {"database": "up", "storage main": "up", "storage backup": "up"},
    }


@pytest.mark.parametrize("name", ["main", "backup"])
def test_a_storage_that_is_down(client, db, break_storage, mend_storage, name):  # noqa: F811
    break_storage(name)
    response = client.get("/readyz")
    assert response.status_code == 503 and response.json()["ready"] is False
    assert response.json()["dependencies"][f"storage {name}"] == "down"
    mend_storage(name)
    assert client.get("/readyz").status_code == 200


def test_alive_asks_nothing_of_the_database(jieun_client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert jieun_client.get("/healthz").status_code == 200
