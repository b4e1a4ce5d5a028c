from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outbox.admin.messages import LookedAtOnly
from outbox.dead_letters import CannotSettle, close, replay
from outbox.models import DeadLetter
from picup.admin import link_to


class ReasonForm(ActionForm):
    reason = forms.CharField(label=gettext_lazy("Reason for closing:"), max_length=500, required=False)


@admin.register(DeadLetter)
class DeadLetterAdmin(LookedAtOnly):
    list_display = (
        "task",
        "state",
        "error_line",
        "count",
        "first_failed_at",
        "last_failed_at",
        "message_state",
    )
    list_filter = ("state", "queue")
    list_select_related = ("message",)
    search_fields = ("=fingerprint", "=request_id", "=task")
    search_help_text = gettext_lazy("A task's whole name, a request id, or a message's id without hyphens.")
    action_form = ReasonForm
    actions = ["replay_them", "close_them"]
    change_form_template = "admin/outbox/deadletter/change_form.html"

    @admin.display(description=gettext_lazy("error"))
    def error_line(self, letter):
        return letter.error[:100]

    @admin.display(description=gettext_lazy("message"))
    def message_state(self, letter):
        return link_to(letter.message, letter.message.get_state_display()) if letter.message else "–"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        wanted = [name for name in ("_replay", "_close") if name in request.POST]
        letter = self.get_object(request, object_id) if wanted else None
        if letter is None or not self.has_change_permission(request, letter):
            return super().change_view(request, object_id, form_url, extra_context)
        self.settle(request, [letter], wanted == ["_replay"])
        return HttpResponseRedirect(request.path)

    @admin.action(description=gettext_lazy("Replay: send the message again"))
    def replay_them(self, request, letters):
        self.settle(request, letters, True)

    @admin.action(description=gettext_lazy("Close with a reason: what it asked for will not happen"))
    def close_them(self, request, letters):
        self.settle(request, letters, False)

    def settle(self, request, letters, again: bool) -> None:
        """Each on its own, so that one that cannot be settled holds up no other. Tells how it went."""
        # The e-mail, not the name: names are encrypted wherever they stand.
        reason, by = request.POST.get("reason", "").strip(), request.user.get_username()
        if not again and not reason:
            self.message_user(request, _("Write down why, and close it again."), messages.ERROR)
            return
        settled = 0
        for letter in letters:
            try:
                replay(letter, by=by) if again else close(letter, reason=reason, by=by)
                settled += 1
            except CannotSettle as refusal:
                self.message_user(request, f"{letter}: {refusal.sentence}", messages.WARNING)
        if settled:
            self.message_user(request, told(settled, again))


def told(count: int, again: bool) -> str:
    if again:
        return ngettext(
            "%(count)d message will be sent again now.", "%(count)d messages will be sent again now.", count
        ) % {"count": count}
    return ngettext("%(count)d dead letter is closed.", "%(count)d dead letters are closed.", count) % {
        "count": count
    }
