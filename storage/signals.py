"""A usage row for every new family: `UsageManager.take` updates the row, so it must be there from the start.

A signal, because `accounts`, which creates families, must not know `storage`.
"""

from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.models import Family
from storage.models import Usage


@receiver(post_save, sender=Family)
def create_usage(sender, instance, created, raw, **kwargs):
    if created and not raw:
        Usage.objects.create(family=instance)
