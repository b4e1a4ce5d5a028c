"""The rules of Prometheus, by its own program. Where it is missing: see .ci/packages-stack."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from outbox.models import Message
from picup.ops.health import monitor
from picup.ops.tests.test_metrics import read
from storage.models import FileCopy

HERE = Path(__file__).resolve().parent.parent
RULES, RULES_TEST = HERE / "rules.yml", HERE / "rules_test.yml"


def promtool(*arguments) -> subprocess.CompletedProcess:
    if not shutil.which("promtool"):
        pytest.skip("promtool is not installed: see .ci/packages-stack")
    return subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True)


def test_it_works():
    """Each alert when it is due, and silence when all is well."""
    for arguments in (("check", "rules", RULES), ("test", "rules", RULES_TEST)):
        run = promtool(*arguments)
        assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("alert", re.findall(r"- alert: (\w+)", RULES.read_text()))
def test_each_alert_has_a_test_that_notices_when_it_never_fires(alert, tmp_path):
    rules = re.sub(rf"(alert: {alert}\n +expr: )\|?", r"\1absent(vector(1)) and ", RULES.read_text())
    assert rules != RULES.read_text()
    (tmp_path / "rules.yml").write_text(re.sub(r"and \n +", "and ", rules))
    shutil.copy(RULES_TEST, tmp_path)
    assert promtool("check", "rules", tmp_path / "rules.yml").returncode == 0
    run = promtool("test", "rules", tmp_path / "rules_test.yml")
    assert run.returncode == 1 and f"alertname: {alert}" in run.stdout + run.stderr


def test_the_site_tells_everything_that_the_rules_ask_for(client, db):
    Message.objects.create(task="x", queue="pictures")
    monitor.read()
    client.get("/healthz")
    client.get("/metrics")
    found = read(client.get("/metrics").content.decode())
    names = {name for name, *_ in found}
    assert set(re.findall(r"picup_\w+", "\n".join(expressions()))) <= names
    # `le` comes before `status`, by the alphabet.
    assert ("picup_request_seconds_bucket", "healthz", "2.5", "2xx") in found
    damages = {
        damage
        for name, damage, *_ in (key for key in found if len(key) == 3)
        if name == "picup_copies_damaged"
    }
    assert damages == set(FileCopy.Damage.values)


def expressions() -> list[str]:
    """What the rules ask, without the comments and the words for people."""
    return re.findall(r"expr: ((?:\|\n)?(?:.|\n)*?)\n +(?:for|labels):", RULES.read_text())
