"""The format of log lines: text for a terminal, one JSON object a line for machines.

The settings (web, worker, beat, commands) and gunicorn's configuration use it. Lines of the standard library's loggers
and of structlog's pass through the same processors, so that every field is redacted.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

import structlog

from picup import env
from picup.core.request_id import request_id
from picup.ops.redact import redact

# All that Python's logging understands: earlier releases took them too.
LEVELS = ("DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL")
# Fields that libraries add and that tell too much: Django's request, Celery's arguments.
LEFT_OUT = ("request", "data")
# django-structlog's lines about streams. Ours is `request_finished`, at the stream's end.
STREAMING = ("streaming_started", "streaming_finished")
RENDERERS: dict[str, structlog.typing.Processor] = {
    "json": structlog.processors.JSONRenderer(serializer=json.dumps, ensure_ascii=False),
    "line": structlog.dev.ConsoleRenderer(
        colors=False, timestamp_key="time", exception_formatter=structlog.dev.plain_traceback
    ),
}


def chosen_format() -> str:
    """Return LOG_FORMAT, "json" or "line". Without it: "line" if stderr is a terminal."""
    return env.choice("LOG_FORMAT", "line" if sys.stderr.isatty() else "json", ("json", "line"))


def configure() -> None:
    """Make structlog's loggers, and Python's warnings, write through the standard library's."""
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            drop_skipped,
            # Here, while the exception is the current one.
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def settings(level: str, form: str) -> dict[str, Any]:
    """Return a `logging` configuration that writes to stderr in the `form` "line" or "json"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"chosen": {"()": "picup.ops.logs.make_formatter", "form": form}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "chosen"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Without Django's own handler, which prints everything again while DEBUG is on.
            "django": {"level": "INFO", "handlers": []},
            # django-structlog logs every refusal and every traceback.
            "django.request": {"level": "CRITICAL"},
            "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
            # django-structlog logs the end of every task.
            "celery.app.trace": {"level": "CRITICAL"},
            # gunicorn does not let its loggers propagate.
            "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "axes": {"level": "WARNING"},
            "kombu": {"level": "WARNING"},
            # apprise and urllib3 log whole addresses, and the webhook's address is a password.
            "apprise": {"level": "CRITICAL", "propagate": False},
            "urllib3": {"level": "WARNING"},
        },
    }


def make_formatter(form: str) -> structlog.stdlib.ProcessorFormatter:
    """Return the formatter of `form` ("line" or "json"), for `settings`."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.contextvars.merge_contextvars, structlog.stdlib.ExtraAdder()],
        processors=[describe, structlog.processors.format_exc_info, redact_values, RENDERERS[form]],
    )


def drop_skipped(logger, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Drop lines that a receiver marked with `skip`, and django-structlog's lines about streams and expired ticks."""
    # A tick expires on purpose (outbox/transport/celeryconfig.py). On a busy machine that is a warning each second.
    is_expired = event["event"] == "task_revoked" and event.get("expired")
    if event.pop("skip", False) or event["event"] in STREAMING or is_expired:
        raise structlog.DropEvent
    return event


def describe(logger, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Put the fields that every line has first, for people who read JSON."""
    record = event.pop("_record")
    event.pop("_from_structlog")
    first = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "request_id": request_id.get(),
        "event": event.pop("event"),
    }
    fields = {name: value for name, value in event.items() if name not in LEFT_OUT}
    # A field of the same name must not replace one of the first.
    return first | fields | first


def redact_values(logger, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Redact all fields. Do it before they become JSON, where a backslash could stand at the beginning of a secret."""
    return {name: redacted(value) for name, value in event.items()}


def redacted(value: Any) -> Any:
    """Return `value` without secrets, as something that JSON can hold."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, dict):
        return {redact(str(key)): redacted(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [redacted(inner) for inner in value]
    return redact(str(value))
