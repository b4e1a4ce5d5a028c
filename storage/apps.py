from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "storage"

    def ready(self):
        from django.core import checks

        from storage.checks import check_backup, check_storages

        checks.register(check_backup)
        checks.register(check_storages)
        # Registers the app's tasks: the web process publishes to them too.
        from storage import signals, tasks  # noqa: F401
        from storage.history import tasks as history_tasks  # noqa: F401
