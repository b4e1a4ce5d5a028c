import contextlib
import signal

import pytest

from deploy.mariadb.tests.pictures import ids, insert, received_sequence, wait_for_all
from deploy.mariadb.tests.relay import Relay
from deploy.mariadb.tests.servers import do
from tests.support.site import wait_for


def test_it_works_after_kill_9_under_load_and_the_old_primary_rejoins(servers, pair):
    from deploy.mariadb.tests.writer import Writer

    primary, replica = pair
    third = servers.add("seoul-3", 3, "replica")
    do("add-replica", primary, third)
    with Writer(primary) as writer:
        wait_for(lambda: len(writer.written) > 50)
        primary.kill()
    for node in (replica, third):  # Until they have read all that was on the way.
        wait_for(lambda node=node: node.replication()[0]["Slave_IO_Running"] != "Yes", 20)
    received = max(received_sequence(node) for node in (replica, third))
    # What is promoted is the one that has more, and the command knows which.
    order = [replica, third]
    if received_sequence(third) > received_sequence(replica):
        assert "Promote that one" in do(
            "promote", replica, "--old-primary", primary, "--other", third, code=1
        )
        order.reverse()
    said = do("promote", order[0], "--old-primary", primary, "--other", order[1])
    assert "replicates" in said and "DATABASE_URL" in said
    new, other = order
    assert last_sequence(new) == received, "Something that was received was lost."
    insert(new, 2_000_001)
    wait_for_all(new, other)
    assert ids(other) == ids(new) and 2_000_001 in ids(new)
    # What was never sent, acknowledged or not, is on the old primary's disk alone: the command sees it.
    primary.restart("replica")
    assert set(writer.written) <= ids(primary)
    if ids(primary) - ids(new):
        assert "lacks" in do("rejoin", primary, new, code=1)
    else:
        assert "lag 0" in do("rejoin", primary, new)
        assert ids(primary) == ids(new)


def last_sequence(node) -> int:
    return int(node.run("SELECT @@gtid_slave_pos").split("-")[2].split(",")[0])


@pytest.mark.wide
def test_a_primary_that_only_this_machine_cannot_reach_is_not_replaced(servers):
    primary = servers.primary("seoul", 1)
    relay = Relay(primary.port)
    seen = primary.file.read_text().replace(f"port={primary.port}", f"port={relay.port}")
    primary.file.write_text(seen)
    replica = servers.add("seoul-2", 2, "replica")
    do("add-replica", primary, replica)
    relay.hide()
    primary.file.write_text(seen.replace("server.sock", "nowhere.sock"))
    try:
        said = do("promote", replica, "--old-primary", primary, code=1)
        assert "seoul-2 still hears seoul: it cannot be reached from here, but it lives" in said
    finally:
        relay.close()


@pytest.mark.wide
def test_semi_synchronous_an_acknowledged_picture_outlives_its_server(servers):
    from deploy.mariadb.tests.writer import Writer

    primary = servers.primary("seoul", 1)
    replica = servers.add("seoul-2", 2, "replica")
    primary.more = "rpl_semi_sync_master_timeout=60000\n"  # This machine may be busy.
    for node in (primary, replica):
        node.semi_synchronous = True
        node.restart(node.kind)
    do("add-replica", primary, replica)
    assert primary.run("SHOW STATUS LIKE 'Rpl_semi_sync_master_status'").endswith("ON")
    with Writer(primary) as writer:
        wait_for(lambda: len(writer.written) > 50)
        primary.lose()
    do("promote", replica, "--old-primary", primary)
    assert set(writer.written) <= ids(replica)


@pytest.mark.wide
def test_a_primary_that_is_not_lost_is_not_replaced(pair):
    primary, replica = pair
    # It comes back by itself, and so does replication.
    primary.kill()
    # Until an attempt to reach it has failed, and the replica means to try again.
    wait_for(lambda: "retry-time" in replica.replication()[0]["Last_IO_Error"])
    assert "NOT WELL" in do("status", primary, replica, code=1)
    primary.start()
    insert(primary, 1_000_000)
    wait_for(lambda: replica.run("SELECT id FROM picup.pictures WHERE id = 1000000"), 20)
    # It answers, or it hangs.
    assert "still answers" in do("promote", replica, "--old-primary", primary, code=1)
    primary.signal(signal.SIGSTOP)
    try:
        assert "still answers, or hangs" in do("promote", replica, "--old-primary", primary, code=1)
    finally:
        primary.signal(signal.SIGCONT)
    assert replica.run("SELECT @@read_only") == "1"
    insert(primary, 1_000_001)
    wait_for_all(primary, replica)
    # Planned: nothing is lost, because the primary waits for its replicas before it ends.
    with contextlib.suppress(RuntimeError):
        primary.run("SET GLOBAL read_only=ON; SHUTDOWN WAIT FOR ALL SLAVES")
    primary.process.wait(20)
    assert "is the primary now" in do("promote", replica, "--old-primary", primary)
    insert(replica, 1_000_002)


@pytest.mark.wide
def test_the_replica_that_has_more_is_promoted(servers, pair):
    primary, replica = pair
    third = servers.add("seoul-3", 3, "replica")
    do("add-replica", primary, third)
    replica.run("STOP SLAVE IO_THREAD")
    insert(primary, 1_000_001)
    wait_for_all(primary, third)
    primary.kill()
    said = do("promote", replica, "--old-primary", primary, "--other", third, code=1)
    assert "seoul-3 has more than seoul-2" in said
    said = do("promote", third, "--old-primary", primary, "--other", replica)
    assert "seoul-2 replicates seoul-3" in said
    assert ids(third) == ids(replica) == {1_000_001}
    assert "and not seoul (127.0.0.1" in do("promote", replica, "--old-primary", primary, code=1)
