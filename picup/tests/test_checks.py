import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.core.checks import run_checks

from picup import checks
from picup.cache.options import configure


def ids() -> set[str]:
    return {message.id for message in run_checks() if message.id.startswith("picup.")}


def test_it_works(settings):
    settings.CACHES = {"default": configure("redis://one")}
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.7", "::1"]
    assert ids() == set()


def test_django_redis_is_missing(settings, monkeypatch):
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    assert ids() == set()
    settings.CACHES = {"default": configure("rediss://one")}
    assert ids() == {"picup.E001"}


@pytest.mark.parametrize("word", ["10.0.0.0/8", "nginx", "127.0.0.1:8000", "unix:", "::01", "10.0.0"])
def test_a_proxy_that_is_no_address(settings, word):
    settings.TRUSTED_PROXIES = ["127.0.0.1", word]
    assert ids() == {"picup.E002"}


@pytest.mark.parametrize(
    ("hosts", "listens", "proxies", "is_told"),
    [
        (["localhost", "127.0.0.1"], "127.0.0.1", [], False),
        (["localhost", "photos.example.com"], "127.0.0.1", [], True),
        (["*"], "::1", [], True),
        (["photos.example.com"], "127.0.0.1", ["127.0.0.1"], False),
        (["photos.example.com"], "0.0.0.0", [], False),
    ],
)
def test_a_proxy_that_nobody_named(settings, hosts, listens, proxies, is_told):
    """Where the site listens on this machine alone and answers to other names, there must be one."""
    settings.ALLOWED_HOSTS, settings.HOST, settings.TRUSTED_PROXIES = hosts, listens, proxies
    assert ids() == ({"picup.W002"} if is_told else set())


@pytest.mark.parametrize("value", ["2", "0", ""])
@pytest.mark.parametrize("name", checks.FORMER_VARIABLES)
def test_a_variable_of_an_earlier_release(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    [warning] = [message for message in run_checks() if message.id.startswith("picup.")]
    assert warning.id == "picup.W001" and name in warning.msg and not warning.is_serious()


INTERNET = {
    "HTTPS": "on",
    "TRUSTED_PROXIES": "10.0.0.7",
    "ALLOWED_HOSTS": "photos.example.com",
    "CSRF_TRUSTED_ORIGINS": "https://photos.example.com",
}


def deploy_warnings(directory, **environment) -> set[str]:
    """What Django finds that a site on the internet should have."""
    run = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        cwd=project.BASE_DIR,
        env={**os.environ, "DATA_DIR": str(directory), **environment},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return set(re.findall(r"\((security\.\w+)\)", run.stderr))


def test_what_django_says_of_a_site_on_the_internet(tmp_path):
    """docs/security.md explains each that is left. The key is the one that the first start makes."""
    explained = {"security.W005", "security.W008", "security.W021"}
    assert deploy_warnings(tmp_path, **INTERNET) == explained
    page = (project.BASE_DIR / "docs/security.md").read_text()
    assert not [id for id in explained if f"`{id}`" not in page]


def test_https_without_a_proxy(settings):
    settings.HTTPS, settings.TRUSTED_PROXIES = True, []
    assert ids() == {"picup.E003"}
