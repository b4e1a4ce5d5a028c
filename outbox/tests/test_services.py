import pytest
from django.db import transaction

import outbox
from outbox.models import Message
from outbox.services import OutsideTransaction
from picup.core.request_id import request_id


def test_it_works(publish):
    token = request_id.set("request-1")
    message = publish(number=1)
    request_id.reset(token)
    message.refresh_from_db()
    assert (message.state, message.task, message.arguments, message.queue) == (
        "pending",
        "tests.record",
        {"number": 1},
        "files",
    )
    assert message.request_id == "request-1"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        outbox.publish("tests.record", number=1)
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_publishes_nothing():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.publish("tests.record", number=1)
        raise ZeroDivisionError
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_unknown_task_is_refused():
    with pytest.raises(KeyError), transaction.atomic():
        outbox.publish("tests.no_such_task")


@pytest.mark.django_db(transaction=True)
def test_arguments_that_are_not_json_are_refused():
    with pytest.raises(TypeError), transaction.atomic():
        outbox.publish("tests.record", number=object())
    assert not Message.objects.exists()
