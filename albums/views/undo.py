"""Undo what a message tells of. For contributors only."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.decorators import contributor_required
from albums.services import undo as service


def tell(request, text: str, token: str) -> None:
    """Tell of what was done, with a button that sends `token` (templates/_note.html) to undo it."""
    messages.success(request, text, extra_tags=token)


@require_POST
@contributor_required
def undo(request):
    """Undo what a token names. If something has changed since, say so, and change nothing of that."""
    undone = service.undo(request.user, request.POST.get("token", ""))
    if undone is None:
        messages.warning(request, _("This cannot be undone any more."))
        return redirect("shelf")
    if undone.count == undone.wanted:
        messages.success(request, _("It is as it was before."))
    elif undone.count:
        messages.warning(request, _("Some photos are back. The others were changed by somebody meanwhile."))
    else:
        messages.warning(request, _("Somebody has changed it meanwhile, so nothing was undone."))
    return redirect(undone.url)
