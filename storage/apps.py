"""The app: what it registers when Django is ready."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "storage"

    def ready(self):
        # Imported late: models exist from here on. The tasks register themselves, because the web process publishes
        # to them too.
        from django.core import checks

        from picup.core import registry
        from storage import monitoring, signals, tasks  # noqa: F401
        from storage.checks import check_backup, check_storages
        from storage.history import tasks as history_tasks  # noqa: F401
        from storage.setup import prepare_storages

        checks.register(check_backup)
        checks.register(check_storages)
        registry.register_probes(monitoring.make_probes)
        registry.register_gauges(monitoring.collect_gauges)
        registry.register_preparation(prepare_storages)
