"""What a log line looks like: text for a terminal, one JSON object a line for machines.

Used by the settings (web, worker, beat, commands) and by gunicorn's own configuration. Whatever the form,
everything in a line passes through `redact`.
"""

import json
import sys
from datetime import UTC, datetime
from typing import Any

import structlog

from picup import env
from picup.web.redact import redact

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# Objects that libraries hang on their records, each with more in it than a line should tell: Django's
# request, Celery's arguments.
LEFT_OUT = ("request", "data")


def chosen_format() -> str:
    """`json` or `line`, by LOG_FORMAT; without it `line` where a person is looking."""
    return env.choice("LOG_FORMAT", "line" if sys.stderr.isatty() else "json", ("json", "line"))


def settings(level: str, form: str) -> dict[str, Any]:
    """A `logging` configuration that writes to stderr."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "picup.web.request_id.RequestIdFilter"}},
        "formatters": {
            "line": {
                "class": "picup.web.redact.RedactingFormatter",
                "format": "{asctime} {levelname} {name} [{request_id}] {message}",
                "style": "{",
            },
            "json": {"()": "picup.web.logs.make_json_formatter"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["request_id"],
            },
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django's default handler prints everything once more while DEBUG is on.
            "django": {"level": "INFO", "handlers": []},
            "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
            # gunicorn does not let its loggers propagate.
            "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "axes": {"level": "WARNING"},
            "kombu": {"level": "WARNING"},
        },
    }


def make_json_formatter() -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.ExtraAdder()],
        processors=[
            describe,
            structlog.processors.format_exc_info,
            redact_values,
            structlog.processors.JSONRenderer(serializer=json.dumps, ensure_ascii=False),
        ],
    )


def describe(logger, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The fields that every line has come first, for people who read JSON."""
    record = event.pop("_record")
    event.pop("_from_structlog")
    first = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "request_id": getattr(record, "request_id", "-"),
        "event": event.pop("event"),
    }
    fields = {name: value for name, value in event.items() if name not in LEFT_OUT}
    # Theirs, after ours; a field of the same name does not replace one of these.
    return first | fields | first


def redact_values(logger, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Before the JSON is written: in it, a backslash would end up where a secret began."""
    return {name: redacted(value) for name, value in event.items()}


def redacted(value: Any) -> Any:
    """`value` as JSON can hold it, without secrets."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, dict):
        return {redact(str(key)): redacted(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [redacted(inner) for inner in value]
    return redact(str(value))
