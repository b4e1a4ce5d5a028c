import pytest
from django.utils import timezone

from picup.alerts.models import Outlet
from tests.support.listener import Listener


@pytest.fixture
def listener(settings):
    with Listener() as listener:
        settings.ALERT_WEBHOOK_URL = listener.url
        yield listener


@pytest.fixture
def boss(db):
    """Somebody who gets the mails. Real transactions: outside them, alerts are counted up."""
    from accounts.models import User

    return User.objects.create_superuser("boss@example.com", display_name="Boss")


def wait_over() -> None:
    """The quiet, or the pause after a failure, is over."""
    Outlet.objects.update(due_at=timezone.now())
