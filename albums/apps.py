from django.apps import AppConfig


class AlbumsConfig(AppConfig):
    name = "albums"

    def ready(self):
        # Registers the app's tasks: the web process publishes to them too.
        from albums import tasks  # noqa: F401
