from django.contrib import admin
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox.models import Message
from outbox.nudging import nudge
from picup.admin import CalmModelAdmin


@admin.register(Message)
class MessageAdmin(CalmModelAdmin):
    """Messages are looked at and sent again; nobody writes or removes one by hand."""

    list_display = (
        "uid",
        "task",
        "state",
        "queue",
        "attempts",
        "failures",
        "created_at",
        "due_at",
        "request_id",
    )
    list_filter = ("state", "queue")
    search_fields = ("=uid", "=request_id", "=task")
    search_help_text = _("The message's id, a request id, or the whole name of a task.")
    actions = ["retry_now"]

    def get_readonly_fields(self, request, obj=None):
        return [field.name for field in Message._meta.fields if field.name != "lease"]

    exclude = ("lease",)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description=_("Retry now (pending, sent and failed messages)"))
    def retry_now(self, request, messages):
        """Failures start from zero again; a message that is done stays done."""
        open_or_failed = [*Message.OPEN, Message.State.FAILED]
        with transaction.atomic():
            count = messages.filter(state__in=open_or_failed).update(
                state=Message.State.PENDING, due_at=timezone.now(), failures=0, lease=None
            )
            transaction.on_commit(nudge, robust=True)
        self.message_user(request, _("%(count)d messages will be sent again now.") % {"count": count})
