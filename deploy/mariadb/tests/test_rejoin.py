import pytest

from deploy.mariadb.tests.pictures import ids, insert, received_sequence, wait_for_all
from deploy.mariadb.tests.servers import do
from tests.support.site import wait_for

pytestmark = pytest.mark.wide


def test_what_was_received_is_applied_and_roles_are_exchanged(pair):
    primary, replica = pair
    replica.run("STOP SLAVE SQL_THREAD")
    before = received_sequence(replica)
    insert(primary, 1_000_001, 1_000_002)
    wait_for(lambda: received_sequence(replica) == before + 2, 20)
    primary.kill()
    said = do("promote", replica, "--old-primary", primary, code=1)
    assert "received but not applied" in said and "(2 transactions)" in said
    replica.run("START SLAVE SQL_THREAD")
    do("promote", replica, "--old-primary", primary)
    assert ids(replica) == {1_000_001, 1_000_002}
    insert(replica, 1_000_003)
    primary.restart("replica")
    assert "lag 0" in do("rejoin", primary, replica)
    insert(replica, 1_000_004)
    wait_for_all(replica, primary)
    assert ids(primary) == ids(replica) == {1_000_001, 1_000_002, 1_000_003, 1_000_004}
    # And back again: the roles may be exchanged as often as it takes.
    replica.kill()
    do("promote", primary, "--old-primary", replica)
    insert(primary, 1_000_005)
    replica.restart("replica")
    assert "lag 0" in do("rejoin", replica, primary)
    assert ids(replica) == ids(primary) == {1_000_001, 1_000_002, 1_000_003, 1_000_004, 1_000_005}


def test_what_only_the_old_primary_has_is_not_thrown_away(pair):
    primary, replica = pair
    insert(primary, 1_000_001)
    wait_for_all(primary, replica)
    replica.run("STOP SLAVE IO_THREAD")
    insert(primary, 1_000_002, 1_000_003)
    primary.kill()
    assert "stopped receiving" in do("promote", replica, "--old-primary", primary, code=1)
    assert "Accepted" in do("promote", replica, "--old-primary", primary, "--accept-loss")
    insert(replica, 1_000_004)
    primary.restart("replica")
    said = do("rejoin", primary, replica, code=1)
    assert "(2 transactions)" in said
    # It is as it was, for whoever saves them.
    assert ids(primary) == {1_000_001, 1_000_002, 1_000_003} and primary.replication() == []
    assert primary.run("SELECT @@read_only") == "1"
    shown = do("rescue", primary, replica)
    assert "INSERT INTO `picup`.`pictures`" in shown and "@1=1000003" in shown and "@1=1000001" not in shown
    assert ids(replica) == {1_000_001, 1_000_004}, "Only shown."
    do("rescue", primary, replica, "--apply")
    assert ids(replica) == {1_000_001, 1_000_002, 1_000_003, 1_000_004}
    assert "lag 0" in do("rejoin", primary, replica)
    assert ids(primary) == ids(replica)
    assert "nothing that seoul-2 lacks" in do("rescue", primary, replica, code=1)


def test_a_replica_that_was_away_is_doubted_and_what_does_not_fit_is_not_rescued(pair):
    primary, replica = pair
    replica.kill()
    insert(primary, 1_000_001)
    primary.kill()
    replica.start()
    assert "since it was restarted" in do("promote", replica, "--old-primary", primary, code=1)
    do("promote", replica, "--old-primary", primary, "--accept-loss")
    replica.run("INSERT picup.pictures (id, caption) VALUES (1000001, 'of the new primary')")
    primary.restart("replica")
    assert "Duplicate entry" in do("rescue", primary, replica, "--apply", code=1)
    assert replica.run("SELECT caption FROM picup.pictures WHERE id = 1000001") == "of the new primary"
    assert "lacks" in do("rejoin", primary, replica, code=1)


def test_loss_is_named_while_the_old_primary_can_be_asked(pair):
    primary, replica = pair
    replica.run("STOP SLAVE IO_THREAD")
    insert(primary, 1_000_001, 1_000_002, 1_000_003)
    said = do("promote", replica, "--old-primary", primary, "--accept-loss")
    assert "it alone has" in said and "(3 transactions)" in said
    assert primary.run("SELECT @@read_only") == "1", "Two primaries."
