from celery.signals import worker_init
from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class EncryptionConfig(AppConfig):
    name = "picup.encryption"
    label = "encryption"
    verbose_name = _("Encryption")

    def ready(self):
        """Register the system check, and have workers refuse wrong keys."""
        # Imported here because models are not ready when this module is imported.
        from picup.encryption.key_check import check_keys, refuse_wrong_keys

        checks.register(check_keys, checks.Tags.security)
        worker_init.connect(lambda **signal: refuse_wrong_keys(), weak=False)
