from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core import checks
from django.db.backends.signals import connection_created
from django.urls import register_converter


class PicupConfig(AppConfig):
    name = "picup"

    def ready(self):
        # A worker joins the counting by a signal of Celery's, and times its tasks by others.
        import outbox.metrics  # noqa: F401
        import picup.metrics  # noqa: F401
        from picup.checks import check_cache, check_proxies
        from picup.databases.tls import refuse_plain_text
        from picup.random_ids import PublicIdConverter

        checks.register(check_cache)
        checks.register(check_proxies)
        connection_created.connect(refuse_plain_text)
        register_converter(PublicIdConverter, "public_id")


class PicupAdminConfig(AdminConfig):
    default_site = "picup.admin.PicupAdminSite"
