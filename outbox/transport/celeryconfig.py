"""Celery's settings, under the names of its own documentation, and `beat_schedule`, the list of all ticks."""

from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

from outbox.transport import queues
from picup.ops import worker_logs  # noqa: F401 (its receivers give Celery our logging)

# The embedded broker (`sqla+sqlite:///…`) is kombu's transport with changes that its address cannot express.
TRANSPORT_ALIASES["sqla"] = "outbox.transport.kombu_sqlite:Transport"

broker_url = settings.CELERY_BROKER_URL
broker_use_ssl = settings.CELERY_BROKER_USE_SSL
broker_connection_retry_on_startup = True
# No limit: a worker that gave up after an hour without its broker would have to be started by hand.
broker_connection_max_retries = None
# A hung broker must cost a publisher seconds, not for ever.
broker_transport_options = (
    {}
    if settings.BROKER_IS_EMBEDDED
    else {
        # No `confirm_publish`: outbox/transport/broker.py waits for confirms itself, for a whole batch at once.
        # Without these timeouts a frozen broker blocks `apply_async` for ever.
        "read_timeout": 3,
        "write_timeout": 3,
        "connect_timeout": 3,
        # One retry, at once: a dispatch that waits for the broker would hold its lease and delay the next dispatch.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
    }
)
task_serializer = "json"
accept_content = ["json"]
task_ignore_result = True
task_default_queue = "ticks"
worker_prefetch_multiplier = 1
task_acks_late = True
if not settings.BROKER_IS_EMBEDDED:
    task_queues = queues.QUEUES
    # A name with a typing mistake must not become a queue without dead letters.
    task_create_missing_queues = False
    worker_detect_quorum_queues = True
    # RabbitMQ closes the channel of a worker that holds a message for 30 minutes unacknowledged: the next one of the
    # queue, behind a conversion of hours. The worker opens another channel and goes on with what it does.
    broker_channel_error_retry = True
    # With these two a message comes back when its worker is killed. It becomes a dead letter (queues.py) when it kills
    # its workers again and again, or when the task raises.
    task_reject_on_worker_lost = True
    task_acks_on_failure_or_timeout = False
    # Celery's own consumer acknowledges, and so loses, messages that it cannot read.
    worker_consumer = "outbox.transport.worker:Consumer"
task_time_limit = 240
task_soft_time_limit = 220
timezone = "UTC"
beat_scheduler = "outbox.transport.beat:Scheduler"

# A tick that waited behind a stopped worker is worth nothing, so it expires.
beat_schedule = {
    "dispatch": {"task": "outbox.dispatch", "schedule": 1.0, "options": {"expires": 5}},
    "collect-dead-letters": {
        "task": "outbox.collect_dead_letters",
        "schedule": 5.0,
        "options": {"expires": 10},
    },
    "send-alerts": {"task": "picup.send_alerts", "schedule": 5.0, "options": {"expires": 10}},
    "prune-messages": {"task": "outbox.prune", "schedule": 3600.0, "options": {"expires": 1800}},
    "clean-up-files": {"task": "storage.settle_abandoned", "schedule": 300.0, "options": {"expires": 250}},
    "verify-files": {"task": "storage.verify_slowly", "schedule": 60.0, "options": {"expires": 50}},
    "sweep-files": {"task": "storage.sweep", "schedule": 86400.0, "options": {"expires": 3600}},
    "clean-up-uploads": {"task": "albums.clean_up_uploads", "schedule": 600.0, "options": {"expires": 500}},
    "make-fingerprints": {
        "task": "albums.make_fingerprints",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "empty-trash": {"task": "albums.empty_old_trash", "schedule": 3600.0, "options": {"expires": 1800}},
    "close-void-links": {"task": "accounts.close_void_links", "schedule": 300.0, "options": {"expires": 250}},
    "forget-tallies": {"task": "accounts.forget_tallies", "schedule": 3600.0, "options": {"expires": 1800}},
    "carry-on-leaving": {"task": "albums.carry_on_leaving", "schedule": 20.0, "options": {"expires": 15}},
    "clear-sessions": {"task": "accounts.clear_sessions", "schedule": 86400.0, "options": {"expires": 3600}},
    "hash-session-keys": {
        "task": "accounts.hash_session_keys",
        "schedule": 3600.0,
        "options": {"expires": 1800},
    },
    "prune-journal": {"task": "accounts.prune_journal", "schedule": 3600.0, "options": {"expires": 1800}},
}
