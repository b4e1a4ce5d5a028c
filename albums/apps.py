from django.apps import AppConfig


class AlbumsConfig(AppConfig):
    name = "albums"

    def ready(self):
        # Register the app's tasks, which web processes publish to. Imported here, because models are not loaded above.
        from albums import tasks  # noqa: F401
