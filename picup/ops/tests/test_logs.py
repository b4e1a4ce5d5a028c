import json
import logging
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from celery.worker.request import Context
from django.conf import settings as django_settings
from django_structlog.celery.receivers import CeleryReceiver

from picup.core.request_id import request_id
from picup.ops import logs

SECRET = "the-secret-token"


@pytest.fixture
def write():
    """Logs with the JSON formatter, as the settings do, and returns the object of the line."""
    formatter = logs.make_formatter("json")

    def write(message, *args, level=logging.INFO, **kwargs):
        found = []
        handler = logging.Handler()
        handler.emit = lambda record: found.append(formatter.format(record))
        logger = logging.Logger("picup.test")
        logger.addHandler(handler)
        logger.log(level, message, *args, **kwargs)
        (line,) = found
        assert "\n" not in line and SECRET not in line
        return json.loads(line)

    return write


def test_it_works(write):
    token = request_id.set("the-request-1")
    line = write("%d photos of %s", 3, "엄마", extra={"route": "album", "seconds": 1.5})
    request_id.reset(token)
    when = datetime.fromisoformat(line.pop("time"))
    assert when.utcoffset().total_seconds() == 0 and abs((datetime.now(UTC) - when).total_seconds()) < 5
    assert line == {
        "level": "info",
        "logger": "picup.test",
        "request_id": "the-request-1",
        "event": "3 photos of 엄마",
        "route": "album",
        "seconds": 1.5,
    }
    assert list(line)[:4] == ["level", "logger", "request_id", "event"]


def test_an_exception_is_text_without_secrets(write):
    try:
        raise ValueError(
            f'no view for "/open/{SECRET}" of\n/join/{SECRET}/ nor\t{{"address": "/open/{SECRET}"}}'
        )
    except ValueError:
        line = write("It failed", level=logging.ERROR, exc_info=True)
    assert line["exception"].startswith("Traceback") and "ValueError" in line["exception"]
    assert line["exception"].count("[secret]") >= 3 and "exc_info" not in line


@pytest.mark.parametrize(
    "value",
    [
        f"/open/{SECRET}/",
        [f"/open/{SECRET}"],
        {"path": (f"/join/{SECRET}",), f"/open/{SECRET}": 1},
        ValueError(f"/open/{SECRET}"),
        {f"/open/{SECRET}"},
        b"/open/" + SECRET.encode(),
    ],
)
def test_no_field_holds_a_secret(write, value):
    assert "[secret]" in json.dumps(write("A line", extra={"value": value})["value"])


def test_a_secret_beside_quotes_and_backslashes(write):
    assert write('"%s"\\', f'/open/{SECRET}\\"')["event"].startswith('"/open/[secret]"')


def test_what_json_cannot_hold(write):
    line = write(
        "A line", extra={"when": datetime(2026, 5, 1), "nothing": None, "yes": True, "half": "\ud800"}
    )
    assert line["when"] == "2026-05-01 00:00:00" and line["nothing"] is None and line["yes"] is True


def test_fields_do_not_replace_ours(write):
    line = write("A line", extra={"level": "none", "logger": "none", "time": "none"})
    assert (line["level"], line["logger"]) == ("info", "picup.test")
    assert line["time"] != "none"


def test_whole_requests_and_arguments_are_left_out(write):
    assert not {"request", "data"} & set(write("A line", extra={"request": object(), "data": {}}))


def run(code: str, **environment: str) -> list[str]:
    """The lines that a process of the site writes to a stderr that is no terminal."""
    setup = "import django, logging; django.setup(); "
    run = subprocess.run(
        [sys.executable, "-c", setup + code],
        cwd=django_settings.BASE_DIR,
        env={
            "PATH": "",
            "DATA_DIR": str(django_settings.DATA_DIR),
            "DJANGO_SETTINGS_MODULE": "picup.settings",
        }
        | environment,
        capture_output=True,
        text=True,
    )
    return run.stderr.splitlines()


def test_json_where_nobody_looks():
    """Python's own warnings too: they were a second line of no form."""
    lines = run(
        "logging.getLogger('django.x').warning('Not Found: %s', '/open/x/'); "
        "import warnings; warnings.warn('/open/x/ is late')"
    )
    first, second = map(json.loads, lines)
    assert first["event"] == "Not Found: /open/[secret]"
    assert second["logger"] == "py.warnings" and "UserWarning: /open/[secret]" in second["event"]


def test_lines_on_request():
    """Redacted with their tracebacks."""
    lines = run(
        "logging.getLogger('x').warning('Hello'); "
        "logging.exception('Gone: %s', '/open/x-secret', exc_info=KeyError('/open/y-secret'))",
        LOG_FORMAT="line",
    )
    assert re.fullmatch(r"\S+ \[warning *\] Hello +\[x\] request_id=-", lines[0])
    assert "Gone: /open/[secret]" in lines[1] and any("KeyError: '/open/[secret]" in line for line in lines)
    assert not [line for line in lines if "-secret" in line]


def test_an_unknown_format_is_refused():
    assert run("", LOG_FORMAT="xml")[-1].endswith("LOG_FORMAT must be one of: json, line.")


def test_nothing_is_printed_twice_while_debugging():
    lines = run("logging.getLogger('django.x').error('Once')", DEBUG="on")
    assert len(lines) == 1


@pytest.mark.parametrize("is_expired", [True, False])
def test_a_tick_that_expired_is_no_warning(caplog, is_expired):
    """It expires on purpose. A task that somebody revoked is a line."""
    task = Context(id="1", task="outbox.dispatch")
    CeleryReceiver().receiver_task_revoked(task, terminated=False, expired=is_expired)
    assert bool(caplog.records) != is_expired


def test_a_task_that_nobody_knows_is_a_line(caplog):
    CeleryReceiver().receiver_task_unknown(name="no.such", id="1")
    assert len(caplog.records) == 1
