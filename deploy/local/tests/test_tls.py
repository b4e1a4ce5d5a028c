"""TLS that an address asks for is there, on servers that can be reached by nothing else; and where it is not to be
had, nothing is sent without it."""

from contextlib import closing

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler
from kombu import Connection

from deploy.local.fixtures import start
from deploy.local.tests.certificates import Authority
from picup.cache.options import configure as configure_cache
from picup.db.config import add_replicas, configure
from picup.env.server_urls import read_broker
from tests.support.site import Site, free_port


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    """Another authority, which has not signed the server's certificate."""
    return Authority(tmp_path_factory.mktemp("stranger"), "A stranger")


def start_with(stack, name: str, file: str, more: str):
    """Start a member that has `more` in its configuration from its first start on."""
    added = stack[name].directory / file
    added.parent.mkdir(parents=True, mode=0o700)
    added.write_text(more)
    return start(stack, name)


@pytest.fixture(scope="module")
def secure(own_stack, authority):
    """A MariaDB that speaks with nobody without TLS."""
    more = (
        f"[mariadbd]\nssl-ca={authority.ca}\nssl-cert={authority.certificate}\nssl-key={authority.key}\n"
        "require_secure_transport=ON\n"
    )
    return start_with(own_stack, "mariadb-primary", "more/tls.cnf", more)


@pytest.fixture(autouse=True)
def databases_of_its_own(django_db_blocker):
    """No test here asks the run's database."""
    with django_db_blocker.unblock():
        yield


def cipher(configuration: dict) -> str:
    """The cipher of a new connection, as the server sees it."""
    connection = ConnectionHandler({"default": configuration})["default"]
    with closing(connection), connection.cursor() as cursor:
        cursor.execute("SHOW STATUS LIKE 'Ssl_cipher'")
        return cursor.fetchone()[1]


@pytest.mark.parametrize("option", ["ssl_mode=REQUIRED", "ssl_mode=VERIFY_IDENTITY", "ssl_ca={ca}"])
def test_a_server_without_tls_is_refused(mariadb_primary, authority, option):
    """Instead of going on in plain text. It is the run's, as everybody has it."""
    url = f"{mariadb_primary.url}?{option.format(ca=authority.ca)}"
    with pytest.raises(OperationalError, match="SSL"):
        cipher(configure(url, lock_seconds=3))


@pytest.mark.parametrize(
    "options",
    [
        "ssl_mode=REQUIRED",
        "ssl_ca={ca}",
        "ssl_mode=VERIFY_CA&ssl_ca={ca}",
        "ssl_mode=VERIFY_IDENTITY&ssl_ca={ca}",
        "ssl_ca={ca}&ssl_cert={certificate}&ssl_key={key}",
    ],
)
def test_mariadb(secure, authority, options):
    url = f"{secure.url}?{options.format(**{name: str(path) for name, path in vars(authority).items()})}"
    databases = {"default": configure(url, lock_seconds=3)}
    add_replicas(databases, [secure.url])
    assert cipher(databases["default"]) and cipher(databases["replica1"]), "a replica has the primary's"


def test_mariadb_without_tls(secure):
    with pytest.raises(OperationalError, match="Access denied"):
        cipher(configure(secure.url, lock_seconds=3))


@pytest.mark.parametrize("mode", ["", "&ssl_mode=VERIFY_CA", "&ssl_mode=VERIFY_IDENTITY"])
def test_mariadb_whom_a_stranger_vouches_for(secure, stranger, mode):
    with pytest.raises(OperationalError, match="SSL"):
        cipher(configure(f"{secure.url}?ssl_ca={stranger.ca}{mode}", lock_seconds=3))


def test_a_site_and_its_backup(secure, authority, tmp_path):
    """Migrations, and MariaDB's own programs, which read no DATABASE_URL."""
    site = Site(DATABASE_URL=f"{secure.url}?ssl_ca={authority.ca}")
    try:
        site.manage("backup", str(tmp_path / "backup"))
        site.manage("restore", "--replace", str(tmp_path / "backup"))
    finally:
        site.remove()


@pytest.fixture(scope="module")
def secure_redis(own_stack, authority):
    """Its port for TLS."""
    port = free_port()
    more = (
        f"tls-port {port}\ntls-auth-clients no\ntls-ca-cert-file {authority.ca}\n"
        f"tls-cert-file {authority.certificate}\ntls-key-file {authority.key}\n"
    )
    redis = start_with(own_stack, "redis", "more.conf", more)
    return f"rediss://:{redis.stack_dir.secret()}@127.0.0.1:{port}/0"


@pytest.fixture
def cache(settings):
    def use(url: str):
        settings.CACHES = {"default": configure_cache(url)}
        from django.core.cache import cache

        from picup.cache.redis import circuit

        circuit.close()
        return cache

    yield use
    from picup.cache.redis import circuit

    circuit.close()


@pytest.mark.parametrize("options", ["ssl_ca_certs={ca}", "ssl_cert_reqs=none&ssl_check_hostname=off"])
def test_redis(cache, secure_redis, authority, options):
    from picup.ops.health.probes import cache_probe

    kept = cache(f"{secure_redis}?{options.format(ca=authority.ca)}")
    kept.set("a", "b")
    assert kept.get("a") == "b"
    assert cache_probe()()


@pytest.mark.parametrize("options", ["", "?ssl_ca_certs={ca}"])
def test_redis_whom_a_stranger_vouches_for(cache, secure_redis, stranger, options):
    kept = cache(secure_redis + options.format(ca=stranger.ca))
    kept.set("a", "b")
    assert kept.get("a") is None


@pytest.fixture(scope="module")
def secure_rabbitmq(own_stack, authority):
    """Its address by TLS."""
    port = free_port()
    more = (
        f"listeners.ssl.1 = 127.0.0.1:{port}\nssl_options.cacertfile = {authority.ca}\n"
        f"ssl_options.certfile = {authority.certificate}\nssl_options.keyfile = {authority.key}\n"
        "ssl_options.verify = verify_none\nssl_options.fail_if_no_peer_cert = false\n"
    )
    rabbitmq = start_with(own_stack, "rabbitmq", "more.conf", more)
    return rabbitmq.url.replace("amqp://", "amqps://").replace(f":{rabbitmq.port}/", f":{port}/")


def reach(url: str) -> tuple:
    """The cipher of a new connection to the broker, made as the workers and the probe make it."""
    address, use_ssl = read_broker(url)
    with Connection(address, ssl=use_ssl or False, connect_timeout=10) as connection:
        connection.connect()
        return connection.connection.transport.sock.cipher()


@pytest.mark.parametrize("options", ["ssl_ca_certs={ca}", "ssl_cert_reqs=none"])
def test_rabbitmq(secure_rabbitmq, authority, options):
    assert reach(f"{secure_rabbitmq}?{options.format(ca=authority.ca)}")


@pytest.mark.parametrize("options", ["", "?ssl_ca_certs={ca}"])
def test_rabbitmq_whom_a_stranger_vouches_for(secure_rabbitmq, stranger, options):
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        reach(secure_rabbitmq + options.format(ca=stranger.ca))
