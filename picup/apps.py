from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.urls import register_converter


class PicupConfig(AppConfig):
    name = "picup"

    def ready(self):
        # Their receivers: of Celery's signals, which count and time, and of django-structlog's.
        import outbox.metrics  # noqa: F401
        import picup.metrics
        import picup.web.access_log  # noqa: F401
        from picup.random_ids import PublicIdConverter

        register_converter(PublicIdConverter, "public_id")


class PicupAdminConfig(AdminConfig):
    default_site = "picup.admin.PicupAdminSite"
