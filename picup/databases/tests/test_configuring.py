import pytest
from django.core.exceptions import ImproperlyConfigured

from picup.databases.configuring import add_replicas

PRIMARY = {
    "ENGINE": "django.db.backends.mysql",
    "NAME": "picup",
    "HOST": "one",
    "OPTIONS": {"charset": "utf8mb4", "read_timeout": 30},
    "CONN_MAX_AGE": 300,
}


def test_it_works():
    databases = {"default": dict(PRIMARY)}
    weights = add_replicas(databases, ["mysql://u:p@two:3307/picup", "mysql://u:p@three/picup?weight=3"])
    assert weights == {"replica1": 1, "replica2": 3}
    replica = databases["replica1"]
    assert (replica["HOST"], replica["PORT"], replica["CONN_MAX_AGE"]) == ("two", 3307, 300)
    timeouts = {"connect_timeout": 1, "read_timeout": 5, "write_timeout": 5}
    assert replica["OPTIONS"] == databases["replica2"]["OPTIONS"] == {"charset": "utf8mb4"} | timeouts
    assert replica["TEST"] == {"MIRROR": "default"}
    assert {database["ENGINE"] for database in databases.values()} == {"picup.databases.mysql"}
    assert databases["default"]["OPTIONS"]["read_timeout"] == 30


def test_without_replicas_nothing_changes():
    databases = {"default": dict(PRIMARY)}
    assert add_replicas(databases, []) == {}
    assert databases == {"default": PRIMARY}


@pytest.mark.parametrize(
    "address", ["mysql://two/picup?weight=0", "mysql://two/picup?weight=heavy", "sqlite:///two"]
)
def test_what_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URLS"):
        add_replicas({"default": dict(PRIMARY)}, [address])
