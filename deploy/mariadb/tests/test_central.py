import pytest

from deploy.mariadb.tests.servers import do
from tests.support.site import wait_for


@pytest.fixture
def sites(servers):
    """Two sites and the central backup that collects both."""
    seoul = servers.primary("seoul", 1, "picup_seoul")
    jeju = servers.primary("jeju", 11, "picup_jeju")
    central = servers.add("central", 9, "central")
    do("add-source", central, seoul, "--channel", "seoul")
    do("add-source", central, jeju, "--channel", "jeju")
    return seoul, jeju, central


def insert(node, database: str, number: int) -> None:
    node.run(f"INSERT {database}.pictures (id, caption) VALUES ({number}, '새 사진')")


def has(node, database: str, number: int) -> bool:
    return node.run(f"SELECT COUNT(*) FROM {database}.pictures WHERE id = {number}") == "1"


def sums(node, database: str) -> str:
    return node.run(f"CHECKSUM TABLE {database}.pictures, {database}.families")


def test_it_works(servers, sites):
    seoul, jeju, central = sites
    assert "well" in (said := do("status", *sites)) and "NOT" not in said
    insert(seoul, "picup_seoul", 5001)
    insert(jeju, "picup_jeju", 6001)
    wait_for(lambda: has(central, "picup_seoul", 5001) and has(central, "picup_jeju", 6001), 20)
    # The same account, made at both sites, stops nobody here.
    for site in (seoul, jeju):
        site.run("CREATE USER helper@'127.0.0.1' IDENTIFIED BY 'x'")
    insert(jeju, "picup_jeju", 6002)
    wait_for(lambda: has(central, "picup_jeju", 6002), 20)
    assert central.run("SELECT COUNT(*) FROM mysql.user WHERE User = 'helper'") == "0"
    assert all(channel["Slave_SQL_Running"] == "Yes" for channel in central.replication())
    before = sums(seoul, "picup_seoul")

    seoul.lose()
    assert "DOES NOT ANSWER" in do("status", seoul, jeju, central, code=1)
    insert(jeju, "picup_jeju", 6003)  # The other site does not notice.
    same_number = servers.add("wrong", 1, database="picup_seoul")
    refused = ("restore-site", central, same_number, "--channel", "seoul", "--database", "picup_seoul")
    assert "a number that nobody had" in do(*refused, code=1)
    same_number.kill()

    new = servers.add("seoul-new", 3, database="picup_seoul")
    said = do("restore-site", central, new, "--channel", "seoul", "--database", "picup_seoul")
    assert "2 tables, 1002 rows, the same on central and seoul-new" in said
    assert sums(new, "picup_seoul") == before
    assert new.run("SHOW DATABASES LIKE 'picup_jeju'") == ""
    # The site goes on there, and is collected again.
    do("repoint", central, new, "--channel", "seoul")
    insert(new, "picup_seoul", 5002)
    wait_for(lambda: has(central, "picup_seoul", 5002) and has(central, "picup_jeju", 6003), 20)
    assert sums(central, "picup_seoul") == sums(new, "picup_seoul")
    assert "NOT" not in do("status", new, jeju, central)


@pytest.mark.wide
def test_what_would_mix_sites_is_refused_and_a_promotion_is_followed(servers, sites):
    seoul, jeju, central = sites
    again = ("add-source", central, seoul, "--channel")
    assert "already has a channel" in do(*again, "seoul", code=1)
    assert "already has picup_seoul" in do(*again, "second", code=1)
    assert "not a name" in do(*again, "Seoul';", code=1)
    assert "holds data" in do(
        "restore-site", central, jeju, "--channel", "seoul", "--database", "picup_seoul", code=1
    )
    assert "has no database" in do(
        "restore-site", central, jeju, "--channel", "seoul", "--database", "picup", code=1
    )
    assert "it is a backup" in do("promote", central, "--old-primary", seoul, code=1)
    assert all(channel["Slave_SQL_Running"] == "Yes" for channel in central.replication())
    # And a promotion takes the central backup along.
    replica = servers.add("seoul-2", 2, "replica", database="picup_seoul")
    do("add-replica", seoul, replica)
    seoul.kill()
    assert "central replicates seoul-2" in do("promote", replica, "--old-primary", seoul, "--other", central)
    insert(replica, "picup_seoul", 5003)
    insert(jeju, "picup_jeju", 6004)
    wait_for(lambda: has(central, "picup_seoul", 5003) and has(central, "picup_jeju", 6004), 20)
