from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "storage"

    def ready(self):
        # Registers the app's tasks: the web process publishes to them too.
        from storage import signals, tasks  # noqa: F401
