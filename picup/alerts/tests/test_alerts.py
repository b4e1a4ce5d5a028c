import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections, transaction
from django.utils import timezone

from picup.alerts import raise_alert
from picup.alerts.models import Alert, Outlet
from picup.alerts.sending import LEASE_SECONDS, claim, prune
from picup.alerts.tasks import send_alerts
from picup.alerts.tests.conftest import wait_over
from picup.core.request_id import NONE, request_id

DERIVE, DELETE = "albums.make_derivatives: DecoderDied", "storage.delete_copies: StorageUnavailable"
PLACE = "/admin/outbox/deadletter/"


def raise_many(count, summary=DERIVE):
    for _ in range(count):
        raise_alert("dead letters", summary, look_at=PLACE)


def test_it_works(listener, boss):
    raise_many(7, DELETE)
    raise_many(30)
    raise_alert("slow requests", "album: more than 3 s")
    assert send_alerts() == 4
    dead = f"Pic-up: dead letters: 37\n30 × {DERIVE}\n7 × {DELETE}\n{PLACE}"
    slow = "Pic-up: slow requests: 1\n1 × album: more than 3 s\n/admin/alerts/alert/"
    assert sorted(listener.texts) == sorted([dead, slow])
    assert sorted(message.body for message in mail.outbox) == sorted([dead, slow])
    assert {message.subject for message in mail.outbox} == {dead.split("\n")[0], slow.split("\n")[0]}
    assert all(message.to == ["boss@example.com"] for message in mail.outbox)
    assert send_alerts() == 0


@pytest.mark.django_db(transaction=True)
def test_a_storm_is_one_row_and_one_message(listener, boss):
    raise_many(500)
    assert Alert.objects.get().count == 500
    send_alerts()
    assert len(listener.bodies) == len(mail.outbox) == 1
    assert listener.texts[0].startswith("Pic-up: dead letters: 500\n")


def test_a_storm_in_transactions_is_one_message(listener, boss):
    for _ in range(500):
        with transaction.atomic():
            raise_many(1)
    send_alerts()
    assert len(listener.bodies) == 1 and f"\n500 × {DERIVE}\n" in listener.texts[0]


def test_it_commits_with_its_transaction(db):
    class Rollback(Exception):
        pass

    with pytest.raises(Rollback), transaction.atomic():
        raise_many(1)
        raise Rollback
    assert not Alert.objects.exists()
    with transaction.atomic():
        raise_many(1)
    assert Alert.objects.count() == 1


def test_the_most_frequent_first_and_the_rest_counted(listener, boss):
    for number in range(14):
        raise_alert("dead letters", f"task {number}", count=number + 1)
    send_alerts()
    lines = listener.texts[0].splitlines()
    assert lines[:3] == ["Pic-up: dead letters: 105", "14 × task 13", "13 × task 12"]
    assert lines[10:] == ["5 × task 4", "… and 4 more kinds", "/admin/alerts/alert/"]


def test_quiet_for_a_while(listener, boss):
    raise_many(1)
    send_alerts()
    raise_many(3)
    raise_many(4, DELETE)
    assert send_alerts() == 0
    # Another kind is not silenced by this one.
    raise_alert("slow requests", "album")
    assert send_alerts() == 2
    due = Outlet.objects.get(kind="dead letters", channel="webhook").due_at
    assert 290 < (due - timezone.now()).total_seconds() <= 300
    wait_over()
    assert send_alerts() == 2
    assert [text.split("\n")[0] for text in listener.texts] == [
        "Pic-up: dead letters: 1",
        "Pic-up: slow requests: 1",
        "Pic-up: dead letters: 7",
    ]


@pytest.mark.django_db(transaction=True)
def test_what_happens_while_a_message_is_written_is_not_lost(listener, boss):
    """A row that a channel has taken is not counted up any more."""
    raise_many(2)
    listener.status = 500
    send_alerts()
    raise_many(3)
    assert sorted(Alert.objects.values_list("count", flat=True)) == [2, 3]
    listener.status = 200
    wait_over()
    send_alerts()
    assert listener.texts[0].startswith("Pic-up: dead letters: 5\n")
    subjects = [message.subject for message in mail.outbox]
    assert subjects == ["Pic-up: dead letters: 2", "Pic-up: dead letters: 3"]


def send_at_once():
    """Two processes' ticks, as nearly together as threads can be."""
    together = threading.Barrier(2)
    found = []

    def tick():
        together.wait()
        try:
            found.append(send_alerts())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tick) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return found


@pytest.mark.django_db(transaction=True)
def test_two_senders_send_once(listener, boss):
    for round_ in range(10):
        wait_over()
        raise_many(3)
        assert sum(send_at_once()) == 2
        assert len(listener.bodies) == len(mail.outbox) == round_ + 1


@pytest.mark.django_db(transaction=True)
def test_a_busy_hour(listener, boss, settings):
    """Four that raise, in transactions and outside, and two that send: each alert is told exactly once."""
    settings.ALERT_QUIET_SECONDS = 0
    done, errors = threading.Event(), []

    def work(step):
        try:
            step()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    def raise_some():
        for number in range(40):
            summaries = (DERIVE, DELETE) if number % 2 else (DELETE, DERIVE)
            if number % 4 < 2:
                [raise_many(1, summary) for summary in summaries]
            else:
                with transaction.atomic():
                    [raise_many(1, summary) for summary in summaries]
                    transaction.set_rollback(number % 4 == 3)

    def send_until_done():
        while not done.is_set():
            send_alerts()

    raising = [threading.Thread(target=work, args=(raise_some,)) for _ in range(4)]
    sending = [threading.Thread(target=work, args=(send_until_done,)) for _ in range(2)]
    [thread.start() for thread in raising + sending]
    [thread.join() for thread in raising]
    done.set()
    [thread.join() for thread in sending]
    wait_over()
    send_alerts()
    assert errors == []
    told = [
        sum(int(text.splitlines()[0].split()[-1]) for text in texts) for texts in (listener.texts, mails())
    ]
    # 40 times two alerts in four threads, of which a quarter was rolled back.
    assert told == [240, 240] and len(listener.bodies) > 1


def mails() -> list[str]:
    return [message.body for message in mail.outbox]


def test_a_sender_that_died_is_replaced(listener, boss):
    raise_many(3)
    for channel in ("webhook", "mail"):
        lost = claim("dead letters", channel)
        Alert.objects.update(**{f"{channel}_lease": lost.lease})
    assert send_alerts() == 0
    left = Outlet.objects.get(channel="mail").due_at - timezone.now()
    assert LEASE_SECONDS - 10 < left.total_seconds() <= LEASE_SECONDS
    wait_over()
    assert send_alerts() == 2 and len(listener.bodies) == 1


def test_a_clock_that_was_put_back(listener, boss):
    raise_many(1)
    send_alerts()
    Outlet.objects.update(due_at=timezone.now() + timedelta(hours=1))
    raise_many(1)
    assert send_alerts() == 2


def test_sent_rows_go_after_a_month(listener, boss):
    raise_many(1)
    send_alerts()
    long_ago = timezone.now() - timedelta(days=31)
    Alert.objects.update(created_at=long_ago, webhook_sent_at=long_ago)
    assert prune() == 0
    Alert.objects.update(mail_sent_at=None)
    assert prune() == 0
    Alert.objects.update(mail_sent_at=long_ago)
    raise_many(1)
    assert prune() == 1 and Alert.objects.count() == 1


def test_a_row_tells_its_request_and_no_secret(db):
    token = request_id.set("the-request-1")
    raise_alert("dead letters", f"Gone:\n  /open/secret-token/\n{'x' * 500}")
    request_id.reset(token)
    alert = Alert.objects.get()
    assert alert.request_id == "the-request-1" and request_id.get() == NONE
    assert alert.summary.startswith("Gone: /open/[secret] xxx") and len(alert.summary) == 200
