from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        # The receivers, and the tasks, which web processes publish to. Imported here: models are not loaded above.
        from accounts import signals, tasks  # noqa: F401
