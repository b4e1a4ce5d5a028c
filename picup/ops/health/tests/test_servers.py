"""Real servers that really die and freeze. What answers for all engines of a site is asked over HTTP."""

import signal
import time

import environ
import pytest
import requests
from django.db.utils import ConnectionHandler

from deploy.local.fixtures import new_stack
from deploy.local.fixtures import start as start_members
from picup.db.probes import NotReplicating, Replica
from tests.support.site import Site, wait_for

pytest.importorskip("MySQLdb")


@pytest.fixture(scope="module")
def own():
    """A stack that no other test uses."""
    stack = new_stack("health")
    yield stack
    stack.down()


def ask(site) -> dict:
    """/readyz, which must answer at once whatever is frozen."""
    seconds = []
    for _ in range(3):
        begun = time.monotonic()
        answer = requests.get(f"{site.url}/readyz", timeout=30)
        seconds.append(time.monotonic() - begun)
    # One that waits for a frozen server does so each time.
    assert min(seconds) < 0.5, seconds
    assert answer.status_code == 200 and answer.json()["ready"]
    return answer.json()


def wait_for_cache(site, state: str) -> str:
    """Within two rounds. Returns since when."""
    cache = wait_for(
        lambda: (found := ask(site)["dependencies"]["cache"])["state"] == state and found,
        seconds=8,
        # Each time it is asked three times, and the site looks every few seconds.
        pause=0.5,
    )
    return cache["since"]


@pytest.mark.long
def test_a_site_sees_its_cache_freeze_and_die(own):
    redis = start_members(own, "redis")
    site = Site(CACHE_URL=redis.url, WEB_PROCESSES="1", LOG_LEVEL="INFO").start()
    try:
        requests.get(f"{site.url}/readyz", timeout=5)
        moments = [wait_for_cache(site, "up")]
        own.signal("redis", signal.SIGSTOP)
        moments.append(wait_for_cache(site, "down"))
        assert ask(site)["all_up"] is False
        own.signal("redis", signal.SIGCONT)
        moments.append(wait_for_cache(site, "up"))
        own.kill("redis")
        moments.append(wait_for_cache(site, "down"))
        own.start("redis")
        moments.append(wait_for_cache(site, "up"))
        assert moments == sorted(set(moments))
        log = site.log.read_text()
        assert log.count("cache is down") == log.count("cache is up again") == 2
        assert own.stack_dir.secret() not in log
    finally:
        site.remove()


def answers(probe) -> bool:
    try:
        probe()
    except Exception:
        return False
    return True


def test_a_replica_that_follows_nobody_is_down(own, db):
    replica = start_members(own, "mariadb-replica")
    own["mariadb-primary"].run("CREATE TABLE picup.django_migrations (id INT); FLUSH TABLES")
    configuration = environ.Env.db_url_config(replica.url)
    probe = Replica(ConnectionHandler({"default": configuration}).settings["default"])
    wait_for(lambda: answers(probe.ask), 20)
    replica.run("STOP SLAVE")
    with pytest.raises(NotReplicating):
        probe.ask()
    replica.run("START SLAVE")
    wait_for(lambda: answers(probe.ask), 20)
    own.signal("mariadb-replica", signal.SIGSTOP)
    try:
        # A signal reaches the last of its threads a moment later.
        wait_for(lambda: not answers(probe.ask), 20)
        assert not answers(probe.ask)
    finally:
        own.signal("mariadb-replica", signal.SIGCONT)
    wait_for(lambda: answers(probe.ask), 20)
