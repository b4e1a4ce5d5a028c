from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        # Register the app's tasks, which web processes publish to. Imported here, because models are not loaded above.
        # The others receive Django's signals of signing in.
        from accounts import lock_outs, monitoring, session_ages, signals, tasks  # noqa: F401
        from picup.core import registry

        registry.register_gauges(monitoring.collect_gauges)
