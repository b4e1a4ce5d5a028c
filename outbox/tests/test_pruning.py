from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.models import Message
from outbox.pruning import prune

LONG_AGO = timezone.now() - timedelta(days=400)


def test_it_works(publish):
    old, new = publish(number=1), publish(number=2)
    Message.objects.filter(pk=old.pk).update(state="done", done_at=LONG_AGO)
    Message.objects.filter(pk=new.pk).update(state="done", done_at=timezone.now())
    assert prune() == 1
    assert list(Message.objects.all()) == [new]


@pytest.mark.parametrize("state", ["pending", "sent", "failed"])
def test_unfinished_messages_stay_whatever_their_age(publish, state):
    publish(number=1)
    Message.objects.update(state=state, created_at=LONG_AGO, sent_at=LONG_AGO, due_at=LONG_AGO)
    assert prune() == 0
    assert Message.objects.count() == 1
