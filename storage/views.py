"""The one page of this app: an owner changes the family's limit."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.decorators import owner_required
from accounts.services import journal
from storage.forms import LimitForm
from storage.models import Usage


@require_POST
@owner_required
def family_limit(request):
    """Set the family's limit, and go back to the family's page with a message."""
    usage = Usage.objects.get(family_id=request.user.family_id)
    form = LimitForm(request.POST, usage=usage)
    if form.is_valid():
        limit = form.cleaned_data["gigabytes"]
        with transaction.atomic():
            journal.note("limit_changed", by=request.user, bytes=limit)
            # Last: uploads of the family wait for this row until the commit.
            Usage.objects.filter(pk=usage.pk).update(limit_bytes=limit)
        messages.success(request, _("The limit is changed."))
    else:
        for error in form.errors["gigabytes"]:
            messages.error(request, error)
    return redirect("family")
