"""The account journal, which owners read."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.decorators import owner_required
from accounts.models import JournalEntry
from accounts.services.journal import read
from picup.core.pagination import turn_page

ON_PAGE = 50


@require_safe
@owner_required
def journal(request):
    """Show what people did with accounts and links, and what they deleted for good, the last first."""
    page = turn_page(
        JournalEntry.objects.filter(family_id=request.user.family_id),
        time="at",
        size=ON_PAGE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        newest_first=True,
    )
    context = {"lines": [read(entry) for entry in page.items], "page": page, "days": settings.JOURNAL_DAYS}
    return render(request, "journal.html", context)
