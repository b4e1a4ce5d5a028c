import json
import os
import socket
import subprocess
import sys

import pytest

from deploy.local.processes import is_same, kill_recorded, started
from deploy.local.stack_dir import PLAIN, PORTS, StackDir, is_free, own_ports


def test_it_works(tmp_path):
    stack_dir = StackDir(tmp_path / "stack")
    port = stack_dir.port("redis")
    assert port in PORTS and is_free(port)
    assert StackDir(tmp_path / "stack").port("redis") == port
    assert StackDir(tmp_path / "stack").secret() == stack_dir.secret()


@pytest.mark.parametrize("name", ["two words", "가족", "x" * 120, "a#b"])
def test_a_directory_that_servers_cannot_read_has_a_plain_name_too(tmp_path, name):
    stack_dir = StackDir(tmp_path / name)
    stack_dir.secret()
    assert PLAIN.fullmatch(str(stack_dir.directory))
    assert (tmp_path / name / "stack.json").exists()
    assert (
        StackDir(tmp_path / name).directory
        == stack_dir.directory
        != StackDir(tmp_path / (name + "2")).directory
    )


def test_only_its_owner_reads_the_secret(tmp_path):
    stack_dir = StackDir(tmp_path / "stack")
    stack_dir.secret()
    assert stack_dir.file.stat().st_mode & 0o077 == 0
    assert json.loads(stack_dir.file.read_text())["secret"]["password"] == stack_dir.secret()


def test_a_port_in_use_is_not_free():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not is_free(server.getsockname()[1])


def test_a_process_is_named_by_its_start_too():
    own = started(os.getpid())
    assert is_same(os.getpid(), own)
    assert not is_same(os.getpid(), own + "0")
    assert not is_same(0, "")


def test_a_reused_pid_is_never_killed():
    sleeper = subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1, start_new_session=True)
    try:
        assert kill_recorded({"redis": {"pid": sleeper.pid, "started": "1@another boot"}, "s3": {}}) == []
        assert sleeper.poll() is None
        assert kill_recorded({"redis": {"pid": sleeper.pid, "started": started(sleeper.pid)}}) == ["redis"]
        assert sleeper.wait(5) == -9
    finally:
        sleeper.kill()
        sleeper.communicate()


def test_two_of_pytests_processes_never_choose_the_same_port(monkeypatch):
    shares = []
    for worker in ("gw0", "gw1", "gw7"):
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
        shares.append(set(own_ports()))
    assert all(len(share) >= 500 for share in shares)
    assert len(set.union(*shares)) == sum(map(len, shares))
    monkeypatch.delenv("PYTEST_XDIST_WORKER")
    assert set.union(*shares) < set(own_ports())
