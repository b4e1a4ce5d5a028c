"""A family has a usage row from its first moment: the conditional UPDATE needs a row to change."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.models import Family
from storage.models import Usage


@receiver(post_save, sender=Family)
def create_usage(sender, instance, created, raw, **kwargs):
    if created and not raw:
        Usage.objects.create(family=instance)
