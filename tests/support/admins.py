"""What the admin tests of every app share."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Device, Invitation, PersonalLink, User
from conftest import make_member, sign_in


def make_administrator():
    """A browser in which an administrator, who belongs to no family, is signed in."""
    person = make_member(None, "Boss", "boss@example.com")
    User.objects.filter(pk=person.pk).update(is_staff=True, is_superuser=True)
    return sign_in(person)


def secrets() -> list[str]:
    """What no page may ever show."""
    columns = (
        (PersonalLink, "token_hash"),
        (Invitation, "token_hash"),
        (Device, "session_key"),
        (User, "password"),
    )
    return [value for model, name in columns for value in model.objects.values_list(name, flat=True) if value]


def admin_address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def open_page(client, address: str, query: dict | None = None) -> str:
    """The page, which must answer, show no secret, and count no whole table."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address, query)
    assert response.status_code == 200, address
    page = response.content.decode()
    assert not [secret for secret in secrets() if secret in page], address
    # Django may count what it shows, up to a limit: an InnoDB COUNT(*) walks a whole index.
    counts = [query["sql"] for query in queries if "COUNT(" in query["sql"].upper()]
    assert all("LIMIT" in sql for sql in counts), counts
    return page


def open_everything(client, model, search: str) -> None:
    """The list, a search that finds and one that does not, and each row's page."""
    rows = list(model.objects.all()[:3])
    assert rows, f"the test made no {model._meta.verbose_name}"
    assert "field-" in open_page(client, admin_address(model, "changelist"))
    assert "field-" in open_page(client, admin_address(model, "changelist"), {"q": search}), "not found"
    assert "field-" not in open_page(client, admin_address(model, "changelist"), {"q": "nobody knows this"})
    for row in rows:
        open_page(client, admin_address(model, "change", row.pk))
