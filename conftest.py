"""Three people that every test knows by name, and a stranger.

The family Kim: `jieun` owns it, `minsu` contributes, `mother` ("엄마") looks, by her personal link.
`stranger` owns the family Park. `<name>_client` is a browser that is signed in as each.
"""

import gc
import os
from itertools import accumulate
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from tests.support import kinds
from tests.support.guardian import MARK

PASSWORD = "a quiet morning in May"  # noqa: S105
MADE_BY_MIGRATE = {"django_content_type", "auth_permission"}

# Each may have a site and a browser open: more would want more memory than a machine of many processors may have.
MOST_WORKERS = 8

# Of the files that start servers or take long, the slowest first. Two at once would starve each other on two cores, and
# one that begins last keeps a core waiting: they are spread among the others. So are the two that wait for a deadline.
HEAVY = [
    "test_accessibility",
    "test_trembling",
    "test_migrate",
    "test_kills",
    "test_disasters",
    "test_fuzz",
    "test_killed",
    "test_kills_sending",
    "test_killed_while_sending",
    "test_uploads_killed",
    "test_uploader",
    "test_on_servers",
    "test_worker",
    "test_databases",
    "test_stack",
    "test_quota",
    "test_reloading",
    "test_journey_on_the_stack",
    "test_slow_callers",
    "test_servers",
    "test_tls",
    "test_nginx_errors",
    "test_s3",
    "test_journey",
]
# Between two of these are as many light files as between five others that start servers.
SHARE = 5


def pytest_xdist_auto_num_workers(config):
    """As many as there are processors, and one more if there are tests that start servers, which wait much: two
    processors took 628 s for a whole run by three workers, and 737 s by two."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors + (config.option.markexpr != "unit"), MOST_WORKERS)


# While tests are collected nothing becomes garbage, and what is loaded by the end of it stays: the collector need not
# look at it again and again.
def pytest_collection():
    gc.disable()


def pytest_collection_finish():
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark before pytest deselects by marks; order after pytest-django, which puts what needs no database last."""
    kinds.mark(items)
    result = yield
    spread_heavy(items)
    return result


def spread_heavy(items: list[pytest.Item]) -> None:
    files: dict = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    heavy = sorted((path for path, own in files.items() if is_heavy(path, own)), key=rank)
    light = [path for path in files if path not in set(heavy)]
    if not heavy:
        return
    shares = [SHARE if path.stem in HEAVY else 1 for path in heavy]
    order, taken = [], 0
    for path, due in zip(heavy, accumulate(shares), strict=True):
        until = len(light) * due // sum(shares)
        order += [path, *light[taken:until]]
        taken = until
    items[:] = [item for path in order for item in files[path]]


def is_heavy(path: Path, items: list[pytest.Item]) -> bool:
    return path.stem in HEAVY or not all(item.get_closest_marker("unit") for item in items)


def rank(path: Path) -> int:
    return HEAVY.index(path.stem) if path.stem in HEAVY else len(HEAVY)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    kinds.note(item)


@pytest.fixture(scope="session", autouse=True)
def korean():
    """The people's pages speak it: compiled here, for who runs pytest without `make test`."""
    from picup.management.commands.prepare import compile_catalogues

    compile_catalogues()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_modify_db_settings, django_db_blocker) -> bool:
    """pytest-django then keeps the database that is there, and finds all migrations applied."""
    from django.db import connection

    from tests.support.migrated import copy_migrated

    if connection.vendor != "sqlite":
        return django_db_keepdb
    with django_db_blocker.unblock():
        copy_migrated(Path(os.environ[MARK]), Path(connection.settings_dict["TEST"]["NAME"]))
    return True


@pytest.fixture(scope="session", autouse=True)
def kept_permissions():
    """After a test with real transactions every table is emptied but these two, which no test writes to. Django would
    empty them too and make their rows anew, which takes longer than most tests."""
    from django.core.management.commands import flush

    def flush_the_others(style, connection, **how):
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        return connection.ops.sql_flush(style, sorted(set(tables) - MADE_BY_MIGRATE), **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", flush_the_others)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *args, **how: None)
        yield


@pytest.fixture(autouse=True)
def fresh_cache():
    from django.core.cache import cache as shared

    shared.clear()


@pytest.fixture(autouse=True)
def no_monitor():
    """What one test's /readyz started must not ask a database that the next test may not have."""
    yield
    from picup.ops.health import monitor

    monitor.forget()


@pytest.fixture(autouse=True)
def bound_site(monkeypatch):
    """A new site, in which only values that are bound to their rows are read. Return it: another test begins anew."""
    from picup.encryption import stages

    site = stages.Site(stage=stages.Stage.BOUND, refuses_plain_text=True)
    monkeypatch.setattr(stages, "_site", site)
    return site


@pytest.fixture(autouse=True)
def plain_static(settings):
    """Tests run without collectstatic, whose manifest the site's storage wants."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Argon2 is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def make_family(name: str):
    from accounts.models import Family

    return Family.objects.create(name=name)


def make_member(family, name: str, email: str, role: str = "owner"):
    """A member with the password `conftest.PASSWORD`."""
    from accounts.models import User

    return User.objects.create(
        family=family, display_name=name, email=email, role=role, password=make_password(PASSWORD)
    )


def sign_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def jieun(db):
    return make_member(make_family("Kim"), "Jieun", "jieun@example.com")


@pytest.fixture
def minsu(jieun):
    return make_member(jieun.family, "Minsu", "minsu@example.com", "contributor")


@pytest.fixture
def mother_link(jieun):
    """`.link` and the `.token` that only its paper knows."""
    from accounts.services.links import add_parent

    return add_parent(by=jieun, name="엄마", language="ko", help_phone="010-1234-5678")


@pytest.fixture
def mother(mother_link):
    return mother_link.link.user


@pytest.fixture
def stranger(db):
    return make_member(make_family("Park"), "Stranger", "stranger@example.com")


@pytest.fixture
def jieun_client(jieun):
    return sign_in(jieun)


@pytest.fixture
def minsu_client(minsu):
    return sign_in(minsu)


@pytest.fixture
def mother_client(mother_link):
    client = Client()
    client.post(reverse("open_link", args=[mother_link.token]))
    return client


@pytest.fixture
def stranger_client(stranger):
    return sign_in(stranger)
