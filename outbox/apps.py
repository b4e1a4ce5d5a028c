"""The app: what it registers when Django is ready."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self):
        # Imported late: models exist from here on. The tasks register themselves, because the web process publishes
        # to them too; the metrics connect to Celery's signals.
        from outbox import monitoring, tasks  # noqa: F401
        from outbox.dispatching import reopen_sent
        from outbox.transport.embedded import empty_broker
        from picup.core import registry

        registry.register_probes(monitoring.make_probes)
        registry.register_gauges(monitoring.collect_gauges)
        registry.register_before_start(empty_broker)
        registry.register_before_start(reopen_sent)
        registry.register_before_worker(reopen_sent)
