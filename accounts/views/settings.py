"""Settings that people choose for themselves."""

from django.conf import settings as site_settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.decorators import contributor_required, member_required
from accounts.forms import STEP_NAMES, ReadingForm, SettingsForm
from accounts.models import User
from picup.web import theme


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def text_size(request):
    """Show five buttons, each in its own text size, and three for light or dark.

    Save the choice with the person, for all devices. A cookie keeps light or dark for pages without a person.
    """
    form = ReadingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        step, chosen = form.cleaned_data["step"], form.cleaned_data["theme"]
        changes = {"text_step": step} if step else {"theme": chosen}
        User.objects.filter(pk=request.user.pk).update(**changes)
        response = redirect("text_size")
        if not step:
            theme.give(response, chosen)
        return response
    context = {"steps": list(STEP_NAMES.items()), "themes": theme.Theme.choices}
    return render(request, "text_size.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def settings(request):
    """Edit the person's own name and language."""
    person = User.objects.get(pk=request.user.pk)
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=person)
    if form.is_valid():
        person.save(update_fields=["display_name", "language"])
        messages.success(request, _("Saved."))
        return redirect("settings")
    context = {"form": form, "person": person, "letters_are_sent": site_settings.LETTERS_ARE_SENT}
    return render(request, "settings.html", context, status=422 if form.is_bound else 200)
