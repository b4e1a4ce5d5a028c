from django.apps import AppConfig


class AlbumsConfig(AppConfig):
    name = "albums"

    def ready(self):
        # Register the app's tasks, which web processes publish to. Imported here, because models are not loaded above.
        from django.core import checks

        from albums import tasks  # noqa: F401
        from albums.checks import check_ffmpeg, check_sandbox, log_missing
        from picup.core import registry

        checks.register(check_sandbox)
        checks.register(check_ffmpeg)
        registry.register_before_start(log_missing)
