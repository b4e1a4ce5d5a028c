"""How to look at the photos, in four pictures and four sentences, and whom to call."""

from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def help_page(request):
    """Show it to everybody: who cannot come in needs it most."""
    return render(request, "help_page.html")
