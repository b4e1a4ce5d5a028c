import os
import runpy
import ssl
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from kombu import Connection

from picup.env.server_urls import read_broker, read_mail, read_mongo

FILE = __file__
VERIFIED = {"cert_reqs": ssl.CERT_REQUIRED, "server_hostname": "one"}


@pytest.mark.parametrize(
    ("url", "address", "tls"),
    [
        ("amqp://u:p@one/v", "amqp://u:p@one/v", None),
        ("amqp://one/v?heartbeat=5&connect_timeout=9", "amqp://one/v?heartbeat=5&connect_timeout=9", None),
        ("amqps://one/v", "amqps://one/v", VERIFIED),
        (
            f"amqps://one/v?ssl_ca_certs={FILE}&heartbeat=5",
            "amqps://one/v?heartbeat=5",
            VERIFIED | {"ca_certs": FILE},
        ),
        (
            f"amqps://one?ssl_certfile={FILE}&ssl_keyfile={FILE}",
            "amqps://one",
            VERIFIED | {"certfile": FILE, "keyfile": FILE},
        ),
        ("amqps://one?ssl_cert_reqs=NONE", "amqps://one", {"cert_reqs": ssl.CERT_NONE}),
        ("sqla+sqlite:////data/broker.sqlite3", "sqla+sqlite:////data/broker.sqlite3", None),
    ],
)
def test_the_broker(url, address, tls):
    assert read_broker(url) == (address, tls)
    # As Celery makes it.
    connection = Connection(address, ssl=tls or False)
    assert connection.ssl == (tls or False) and connection.heartbeat == ("heartbeat" in url) * 5


@pytest.mark.parametrize(
    "url",
    [
        "amqp://one?ssl=true",
        "amqps://one?ssl=true",
        "amqp://one?ssl_cert_reqs=required",
        "amqps://one?ssl_cert_reqs=maybe",
        "amqps://one?ssl_ca_certs=/no/such.pem",
        "amqps://one?verify=verify_peer",
        "amqp://one;amqp://two",
        "redis://one",
        "one",
    ],
)
def test_a_broker_that_is_not_understood(url):
    with pytest.raises(ImproperlyConfigured, match=r"^CELERY_BROKER_URL"):
        read_broker(url)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("smtp+tls://u:p@one:587", {"EMAIL_USE_TLS": True}),
        ("smtp+ssl://u:p@one:465", {"EMAIL_USE_SSL": True}),
        ("smtp://u:p@one:587?email_use_tls=true", {"EMAIL_USE_TLS": True}),
        ("smtp://u:p@one:25?EMAIL_USE_TLS=off", {"EMAIL_USE_TLS": False}),
        ("smtp+tls://one?timeout=3", {"EMAIL_USE_TLS": True, "EMAIL_TIMEOUT": 3}),
        (f"smtp+tls://one?ssl_certfile={FILE}", {"EMAIL_SSL_CERTFILE": FILE, "EMAIL_USE_TLS": True}),
        ("consolemail://", {}),
        ("filemail:////data/mail", {"EMAIL_FILE_PATH": "/data/mail"}),
    ],
)
def test_mail(url, said):
    found = read_mail(url)
    assert said.items() <= found.items() and "OPTIONS" not in found
    assert ("EMAIL_USE_TLS" in found) == ("EMAIL_USE_TLS" in said)


@pytest.mark.parametrize(
    "url",
    [
        "smtp://one?tls=true",
        "smtp://one?email_use_tls=maybe",
        "smtp+tls://one?email_use_tls=off",
        "smtp+tls://one?email_use_ssl=on",
        "smtp://one?ssl_certfile=/no/such.pem",
        "consolemail://?timeout=3",
        "imap://one",
        "one",
    ],
)
def test_mail_that_is_not_understood(url):
    with pytest.raises(ImproperlyConfigured, match=r"^EMAIL_URL"):
        read_mail(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mongodb://u:p@one,two/picup",
        f"mongodb://one/picup?tls=true&tlsCAFile={FILE}",
        "mongodb+srv://one.example/picup?retryWrites=true&w=majority&journal=true",
        "mongodb://one/?replicaSet=rs0&authSource=admin&directConnection=true",
    ],
)
def test_mongo(url):
    assert read_mongo(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "mongodb://one/picup?ssl_ca_certs=/x",
        "mongodb://one/picup?tsl=true",
        "mongodb://one/picup?tls=maybe",
        "mongodb+srv://one.example/picup?w=0",
        "mongodb://one/picup?journal=false",
        "mongodb://one/picup?wTimeoutMS=1",
        "http://one",
        "one",
    ],
)
def test_mongo_that_is_not_understood(url):
    with pytest.raises(ImproperlyConfigured, match=r"^MONGO_URL"):
        read_mongo(url)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://one/picup?tls=on"),
        ("DATABASE_URL", "sqlite:///one?tls=on"),
        ("DATABASE_REPLICA_URLS", "sqlite:///one,sqlite:///two?tls=on"),
        ("CACHE_URL", "redis://one?tls=on"),
        ("CELERY_BROKER_URL", "amqp://one?tls=on"),
        ("MONGO_URL", "mongodb://one/picup?sslon=1"),
        ("EMAIL_URL", "smtp://one?tls=on"),
    ],
)
def test_the_settings_raise_for_each(name, value, tmp_path, monkeypatch):
    # The settings set it, for another module.
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", os.environ["PROMETHEUS_MULTIPROC_DIR"])
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=f"^{name}: "):
        runpy.run_path(str(settings.BASE_DIR / "picup" / "settings.py"))


def test_the_start_ends_with_one_sentence(tmp_path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "EMAIL_URL": "smtp://one?tls=on"}
    start = [sys.executable, "-c", "import picup.settings"]
    run = subprocess.run(start, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True)
    last = run.stderr.splitlines()[-1]
    assert run.returncode == 1 and last.startswith(
        "django.core.exceptions.ImproperlyConfigured: EMAIL_URL: "
    ), last
