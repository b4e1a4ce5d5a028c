from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        # Register the app's tasks, which web processes publish to. Imported here, because models are not loaded above.
        from accounts import monitoring, tasks  # noqa: F401
        from picup.core import registry

        registry.register_gauges(monitoring.collect_gauges)
