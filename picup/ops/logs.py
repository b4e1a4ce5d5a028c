"""What a log line looks like: text for a terminal, one JSON object a line for machines.

Used by the settings (web, worker, beat, commands) and by gunicorn's own configuration. Lines of the standard
library's loggers and of structlog's go through the same processors, so that everything in a line is redacted.
"""

import json
import sys
from datetime import UTC, datetime
from typing import Any

import structlog

from picup import env
from picup.core.request_id import request_id
from picup.ops.redact import redact

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# Objects that libraries hang on their records, each with more in it than a line should tell: Django's
# request, Celery's arguments.
LEFT_OUT = ("request", "data")
# `request_finished` is written at a stream's end.
STREAMING = ("streaming_started", "streaming_finished")
RENDERERS: dict[str, structlog.typing.Processor] = {
    "json": structlog.processors.JSONRenderer(serializer=json.dumps, ensure_ascii=False),
    "line": structlog.dev.ConsoleRenderer(
        colors=False, timestamp_key="time", exception_formatter=structlog.dev.plain_traceback
    ),
}


def chosen_format() -> str:
    """`json` or `line`, by LOG_FORMAT; without it `line` where a person is looking."""
    return env.choice("LOG_FORMAT", "line" if sys.stderr.isatty() else "json", ("json", "line"))


def configure() -> None:
    """Make structlog's loggers (django-structlog's) write through the standard library's."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            drop_skipped,
            # Here, because the exception is this moment's.
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
            # Django's default handler prints everything once more while DEBUG is on.
            "django": {"level": "INFO", "handlers": []},
            # Every refusal and every traceback stands in a line of django-structlog's.
            "django.request": {"level": "CRITICAL"},
            "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
            # The end of every task stands in a line of django-structlog's.
            "celery.app.trace": {"level": "CRITICAL"},
            # gunicorn does not let its loggers propagate.
            "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "axes": {"level": "WARNING"},
            "kombu": {"level": "WARNING"},
            # They write whole addresses, and the webhook's is a password.
            "apprise": {"level": "CRITICAL", "propagate": False},
            "urllib3": {"level": "WARNING"},
        },
    }


def make_formatter(form: str) -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.contextvars.merge_contextvars, structlog.stdlib.ExtraAdder()],
        processors=[describe, structlog.processors.format_exc_info, redact_values, RENDERERS[form]],
    )


def drop_skipped(logger, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Drop what a receiver of django-structlog's signals marked with `skip`, and what it says of streams."""
    if event.pop("skip", False) or event["event"] in STREAMING:
        raise structlog.DropEvent
    return event


def describe(logger, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The fields that every line has come first, for people who read JSON."""
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
