from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self):
        # Registers the app's tasks: the web process publishes to them too.
        from outbox import tasks  # noqa: F401
