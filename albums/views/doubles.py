"""The same picture in two files: contributors see both beside each other, and decide."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import contributor_required
from albums.doubles import compare
from albums.models import Double
from albums.services import deciding, undo
from albums.services import doubles as service
from albums.services.albums import AlbumGone
from albums.services.sharing import FileGone
from albums.views.undo import tell
from picup.core.pagination import turn_page

ON_PAGE = 6


@require_safe
@contributor_required
def doubles(request):
    """Show the pairs that wait for a decision, those that were found last first."""
    family_id = request.user.family_id
    page = turn_page(
        service.open_doubles(family_id).select_related("first", "second"),
        time="found_at",
        size=ON_PAGE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        newest_first=True,
    )
    comparisons = compare(family_id, page.items)
    return render(request, "doubles.html", {"page": page, "comparisons": comparisons})


@require_POST
@contributor_required
def double_keep(request, double_id):
    """Keep what the field `keep` names: "both", "first" or "second" file of a pair."""
    double = get_object_or_404(Double, public_id=double_id, family_id=request.user.family_id)
    keep = request.POST.get("keep", "")
    if keep == "both":
        keep_both(request, double)
    elif keep in ("first", "second"):
        keep_one(request, double, double.first_id if keep == "first" else double.second_id)
    else:
        raise Http404
    return redirect("doubles")


def keep_both(request, double: Double) -> None:
    if service.keep_both(double):
        tell(
            request,
            _("Both stay. You will not be asked again."),
            undo.token_for_kept_both(request.user, double),
        )
    else:
        tell_changed(request)


def keep_one(request, double: Double, kept_id: int) -> None:
    try:
        decision = deciding.keep_one(person=request.user, double=double, kept_id=kept_id)
    except (deciding.Changed, AlbumGone, FileGone):
        tell_changed(request)
    except deciding.Updating:
        messages.warning(request, _("The site was updated just now. Please decide on this tomorrow."))
    else:
        token = undo.token_for_decision(request.user, decision)
        tell(request, _("One stays, with its albums and captions. The other is in the trash."), token)


def tell_changed(request) -> None:
    messages.warning(request, _("Somebody has changed it meanwhile. Please look once more."))
