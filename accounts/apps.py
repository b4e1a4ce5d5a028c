from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        # Registers the app's tasks: the web process publishes to them too.
        from accounts import tasks  # noqa: F401
