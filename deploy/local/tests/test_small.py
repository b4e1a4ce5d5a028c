"""The members that take a second: each answers in its own language, asks for its password, and is killed."""

import json
import urllib.error
import urllib.request

import pytest

from deploy.local.fixtures import member_fixture
from deploy.local.stack_dir import is_free
from tests.support.site import wait_for

redis = member_fixture("redis", own=True)
mongo = member_fixture("mongo", own=True)


def test_redis(own_stack, redis):
    library = pytest.importorskip("redis")
    client = library.Redis.from_url(redis.url)
    client.set("a", "b")
    with pytest.raises(library.AuthenticationError):
        library.Redis(port=redis.port).ping()
    own_stack.kill("redis")
    assert is_free(redis.port)
    with pytest.raises(library.ConnectionError):
        client.get("a")
    own_stack.start("redis")
    assert client.get("a") is None


def test_mongo_keeps_what_it_was_told_when_it_is_killed(own_stack, mongo):
    pymongo = pytest.importorskip("pymongo")
    with pymongo.MongoClient(mongo.url, serverSelectionTimeoutMS=10000) as client:
        client.picup.history.insert_one({"_id": 1, "what": "stored"})
    own_stack.kill("mongo")
    own_stack.start("mongo")
    with pymongo.MongoClient(mongo.url, serverSelectionTimeoutMS=10000) as client:
        assert client.picup.history.find_one({"_id": 1})["what"] == "stored"


def test_s3_refuses_whoever_does_not_sign(s3):
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"{s3.url}/picup-backup/", timeout=10)
    assert answer.value.code in (400, 403)


def test_prometheus_judges_by_our_rules(prometheus):
    with urllib.request.urlopen(f"{prometheus.url}/api/v1/rules?type=alert", timeout=10) as answer:
        [group] = json.load(answer)["data"]["groups"]
    assert "SlowRequests" in {rule["name"] for rule in group["rules"]}


def test_prometheus(prometheus):
    def targets() -> str:
        with urllib.request.urlopen(f"{prometheus.url}/api/v1/targets", timeout=10) as answer:
            return answer.read().decode()

    assert wait_for(lambda: all(f'"job":"{job}"' in targets() for job in ("picup", "rabbitmq")), 30)
