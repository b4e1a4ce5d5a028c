"""MongoDB is killed, and frozen. History comes later; nothing else waits, and nobody notices."""

import pytest

from albums.tests.helpers import add, deliver, photo
from deploy.local.fixtures import member_fixture
from outbox.dead_letters import replay_outages
from outbox.models import DeadLetter, Message
from storage import history
from storage.history.stores import get_store, make_store
from storage.history.tests.conftest import delete_for_good
from storage.history.tests.test_stores import make_event
from storage.models import StoredFile
from tests.support.admins import admin_address, make_administrator, open_page
from tests.support.waiting import waits_less_than

ConnectionFailure = pytest.importorskip("pymongo").errors.ConnectionFailure
mongo = member_fixture("mongo", own=True)
SENTENCE = "does not answer just now"


@pytest.fixture(autouse=True)
def quick(settings):
    """Replayed at once, and tried again after a moment."""
    settings.OUTBOX_OUTAGE_SECONDS = 0
    settings.OUTBOX_MAX_FAILURES = 2


def delayed() -> list[str]:
    return sorted(set(Message.objects.exclude(state="done").values_list("task", flat=True)))


def test_killed_and_back(own_stack, kill, mongo_url, transactional_db, jieun_client, album):
    """An upload, its derivatives and a deletion succeed meanwhile; all of their history arrives afterwards."""
    kill("mongo")
    picture = add(jieun_client, album, photo())
    deliver()
    picture.refresh_from_db()
    assert picture.state == "ready"
    delete_for_good(jieun_client, picture)
    for _ in range(3):
        deliver()
    assert set(StoredFile.objects.values_list("state", flat=True)) == {"deleted"}
    assert delayed() == ["storage.record_history"]
    letters = DeadLetter.objects.filter(state="open")
    assert letters.count() and all(letter.replay_at for letter in letters)

    own_stack.start("mongo")
    # A worker that tries again after PAUSE_SECONDS.
    make_store.cache_clear()
    replay_outages()
    deliver()
    assert delayed() == []
    lives = [[event.step for event in history.of(file.pk)] for file in StoredFile.objects.all()]
    whole = ["requested", "stored", "stored", "kept", "deletion requested", "deleted", "deleted"]
    assert lives == [whole] * 4


def test_what_it_has_acknowledged_survives_its_death(
    own_stack, kill, mongo_url, transactional_db, jieun_client, album
):
    picture = add(jieun_client, album, photo())
    deliver()
    kill("mongo")
    own_stack.start("mongo")
    assert len(history.of(picture.file_id)) == 4


def test_a_worker_waits_once_not_with_every_message(mongo_url, transactional_db, freeze):
    """Twenty messages while it hangs cost one timeout, not twenty: the worker has photos to develop."""
    get_store().add([make_event()])
    freeze("mongo")
    with waits_less_than(9):
        for _ in range(20):
            with pytest.raises(history.HistoryUnavailable):
                get_store().add([make_event()])


@pytest.mark.parametrize("away", ["killed", "frozen"])
def test_the_admins_page_says_so_within_two_seconds(
    mongo_url, transactional_db, kill, freeze, jieun_client, album, away
):
    picture = add(jieun_client, album, photo())
    boss, page = make_administrator(), admin_address(StoredFile, "change", picture.file_id)
    assert SENTENCE not in open_page(boss, page)
    if away == "killed":
        kill("mongo")
    else:
        freeze("mongo")
    with waits_less_than(2):
        assert SENTENCE in open_page(boss, page)


def test_readyz_asks_after_it_only_where_it_is_set(own_stack, kill, mongo_url, transactional_db, settings):
    from picup.core.registry import make_probes

    probe = make_probes()["history"]
    probe()
    kill("mongo")
    with pytest.raises(ConnectionFailure):
        probe()
    own_stack.start("mongo")
    probe()
    settings.MONGO_URL = ""
    assert "history" not in make_probes()


def test_another_process_has_a_client_of_its_own(mongo_url):
    assert make_store(mongo_url, 1) is not make_store(mongo_url, 2)
    assert get_store() is get_store()
