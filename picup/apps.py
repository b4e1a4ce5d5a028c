from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core import checks
from django.db.backends.signals import connection_created
from django.urls import register_converter


class PicupConfig(AppConfig):
    name = "picup"

    def ready(self):
        """Register system checks, probes, the url converter, and the receivers of signals."""
        # Imported here because an app's module is imported before the apps are loaded. `access_log` and `counters`
        # are imported for their receivers of django-structlog's and Celery's signals.
        from picup.checks import (
            check_cache,
            check_former_variables,
            check_https,
            check_proxies,
            check_unnamed_proxy,
        )
        from picup.core import registry
        from picup.core.public_ids import PublicIdConverter
        from picup.db import health as databases
        from picup.db.tls import refuse_plain_text
        from picup.ops import access_log, counters  # noqa: F401
        from picup.ops.health import probes

        checks.register(check_cache)
        checks.register(check_proxies)
        checks.register(check_https)
        checks.register(check_unnamed_proxy)
        checks.register(check_former_variables)
        connection_created.connect(refuse_plain_text)
        registry.register_probes(databases.make_dependency_probes)
        registry.register_probes(probes.make_probes)
        register_converter(PublicIdConverter, "public_id")


class PicupAdminConfig(AdminConfig):
    default_site = "picup.admin.PicupAdminSite"
