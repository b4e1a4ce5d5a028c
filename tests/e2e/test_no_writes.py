"""No GET needs a write: in read-only mode everybody goes on looking. A parent's GET does not even try one.

Every address of the table in test_access.py is asked by everybody while the database itself refuses to write, and
must answer as it always does.
"""

from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection

from accounts.models import Family
from storage.conftest import directories  # noqa: F401 (a fixture)
from tests.e2e.test_access import EXPECTED, world  # noqa: F401 (a fixture)

REFUSE, ALLOW = {
    "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
    "mysql": ("SET SESSION TRANSACTION READ ONLY", "SET SESSION TRANSACTION READ WRITE"),
}[connection.vendor]


WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# Who signs in with a password has a list of sessions, whose times a page moves.
MAY_BE_TRIED = ("accounts_signedinsession", "django_session")


@contextmanager
def no_writes():
    with connection.cursor() as cursor:
        cursor.execute(REFUSE)
    try:
        with pytest.raises(DatabaseError):
            Family.objects.create(name="Refused")
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(ALLOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("person", next(iter(EXPECTED.values())))
def test_it_works(world, person):  # noqa: F811
    client = world.clients[person]
    cookies = client.cookies.copy()
    answers = {}
    tried: list[str] = []

    def note(execute, sql, *how):
        if sql.lstrip("( ").upper().startswith(WRITES):
            tried.append(f"{row}: {sql}")
        return execute(sql, *how)

    with no_writes(), connection.execute_wrapper(note):
        for row in EXPECTED:
            # As if her last visit were long ago: it would be noted now.
            cache.clear()
            response = client.get(world.address(row))
            b"".join(response)
            client.cookies = cookies.copy()
            is_sign_in = response.status_code == 302 and response.url.startswith("/accounts/login/")
            answers[row] = "in" if is_sign_in else str(response.status_code)
    if person != "viewer":
        tried = [one for one in tried if not any(table in one for table in MAY_BE_TRIED)]
    assert not tried
    assert answers == {row: cells[person].split()[0] for row, cells in EXPECTED.items()}
