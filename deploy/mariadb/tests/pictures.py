"""What the servers hold, and how far they are."""


def ids(node) -> set[int]:
    found = node.run("SELECT id FROM picup.pictures WHERE id > 1000000").split()
    return {int(number) for number in found}


def insert(node, *numbers: int) -> None:
    rows = "; ".join(f"INSERT picup.pictures (id, caption) VALUES ({number}, 'x')" for number in numbers)
    node.run(rows)


def wait_for_all(primary, follower) -> None:
    position = primary.run("SELECT @@gtid_binlog_pos")
    assert follower.run(f"SELECT MASTER_GTID_WAIT('{position}', 20)") == "0", follower.replication()


def received_sequence(node) -> int:
    (channel,) = node.replication()
    return int(channel["Gtid_IO_Pos"].split("-")[2].split(",")[0])
