from picup.core.request_id import NONE, request_id


def test_it_works(client):
    assert len(client.get("/healthz")["X-Request-ID"]) == 36


def test_the_proxys_id_is_kept(client):
    assert (
        client.get("/healthz", headers={"X-Request-ID": "from-the-proxy-1"})["X-Request-ID"]
        == "from-the-proxy-1"
    )


def test_a_hostile_id_is_not(client):
    for hostile in ("short", "x" * 65, "a b c d e f g", "<script>alert(1)</script>", "line\tbreak"):
        assert client.get("/healthz", headers={"X-Request-ID": hostile})["X-Request-ID"] != hostile


def test_a_refusal_is_logged_with_the_id(client, caplog, db):
    answer = client.get("/no-such-page")
    (record,) = [record for record in caplog.records if record.levelname == "WARNING"]
    assert (record.msg["status"], record.msg["request_id"]) == (404, answer["X-Request-ID"])


def test_a_mistake_of_ours_answers_with_the_id(client, db, settings):
    settings.ROOT_URLCONF = "picup.ops.tests.test_access_log"
    client.raise_request_exception = False
    answer = client.get("/explode/", headers={"X-Request-ID": "from-the-proxy-1"})
    assert (answer.status_code, answer["X-Request-ID"]) == (500, "from-the-proxy-1")


def test_the_next_request_does_not_inherit_it(client, db):
    client.get("/healthz").close()
    assert request_id.get() == NONE
