"""People in the admin. Hashes of tokens and passwords, and session keys, are never shown.

Links and members are never deleted here: without their rows, their devices would stay signed in. Instead, actions call
the services of the family's page, which end the sessions too.
"""

from collections.abc import Iterable

from axes.admin import AccessAttemptAdmin, AccessFailureLogAdmin, AccessLogAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.forms import ModelForm
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.forms import EMAIL_TAKEN
from accounts.models import (
    Device,
    Family,
    Invitation,
    JournalEntry,
    Leaving,
    PersonalLink,
    RecoveryCode,
    SecondFactor,
    SignedInSession,
    Tally,
    User,
    normalize_email,
)
from accounts.services import links, members, registration, rights, second_factor
from picup.admin import CalmModelAdmin, NamedLookups, ReadOnlyAdmin, linked, rows_link


@admin.register(Family)
class FamilyAdmin(CalmModelAdmin):
    list_display = ("name", "public_id", "created_at", "members")
    search_fields = ("=public_id", "=members__email")
    search_help_text = _("A family's id, or a member's whole e-mail.")
    readonly_fields = ("public_id", "created_at", "members")

    @admin.display(description=_("members"))
    def members(self, family):
        return rows_link(User, _("members"), family__id__exact=family.pk) if family.pk else "–"

    def has_delete_permission(self, request, obj=None):
        return False  # Files are deleted by messages; a cascade would leave them behind.


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "display_name", "family", "role")

    def clean_email(self):
        """Normalize the e-mail before Django checks that it is unique."""
        return normalize_email(self.cleaned_data["email"]) if self.cleaned_data["email"] else None


class UserForm(ModelForm):
    class Meta:
        model = User
        # Without `password`, of whose hash Django would show the beginning.
        fields = (
            *("display_name", "email", "family", "role", "language", "text_step", "help_phone", "helper"),
            *("is_active", "is_staff", "is_superuser", "groups", "user_permissions"),
        )
        error_messages = {"email": {"unique": EMAIL_TAKEN}}


@admin.register(User)
class UserAdmin(CalmModelAdmin, DjangoUserAdmin):
    form = UserForm
    add_form = NewUserForm
    ordering = ("-pk",)
    list_display = ("display_name", "email", "role", linked("family", _("family")), "is_active", "is_staff")
    list_filter = ("role", "is_active", "is_staff")
    list_select_related = ("family",)
    search_fields = ("=public_id", "=family__public_id", "^email")
    search_help_text = _("The beginning of an e-mail, or a member's or family's id. Names are encrypted.")
    raw_id_fields = ("family", "helper")
    readonly_fields = ("public_id", "created_at", "last_login", "personal_links", "set_password")
    actions = ("remove", "turn_off_second_factor")
    fieldsets = (
        (None, {"fields": ("display_name", "email", "set_password", "family", "role", "personal_links")}),
        (_("reading"), {"fields": ("language", "text_step", "help_phone", "helper")}),
        (
            _("administration"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_("history"), {"fields": ("public_id", "created_at", "last_login")}),
    )
    # With any of these, staff would give themselves or others more than they were given: a role opens a family's
    # photos, and the rest opens the admin. Only superusers change them.
    powers = ("family", "role", "is_staff", "is_superuser", "groups", "user_permissions")
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    *("email", "display_name", "family", "role"),
                    *("usable_password", "password1", "password2"),
                )
            },
        ),
    )

    def get_fieldsets(self, request, obj=None):
        """Hide the link that sets a password from staff who may only view."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return fieldsets
        return [(title, {"fields": without(each["fields"], "set_password")}) for title, each in fieldsets]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, *self.powers)

    def has_change_permission(self, request, obj=None) -> bool:
        """Refuse staff to change other staff: with an e-mail or a password of theirs they would sign in as them."""
        if (
            obj
            and obj != request.user
            and (obj.is_staff or obj.is_superuser)
            and not request.user.is_superuser
        ):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # Photos refer to people, and closing what they made needs to know what it was.

    def save_model(self, request, obj, form, change):
        """Close what the person may not have made or hold any more, in the transaction of Django's view."""
        if change:
            families = {obj.family_id, User.objects.values_list("family_id", flat=True).get(pk=obj.pk)}
            for family_id in sorted(families - {None}):
                rights.lock_family(family_id)
            self.tell_of_papers(request, members.withdraw(obj))
        super().save_model(request, obj, form, change)

    def tell_of_papers(self, request, parents):
        if parents:
            closed = ngettext(
                "The papers of %(count)d parent were closed. An owner makes new ones on the family's page.",
                "The papers of %(count)d parents were closed. An owner makes new ones on the family's page.",
                len(parents),
            )
            messages.warning(request, closed % {"count": len(parents)})

    @admin.display(description=_("personal links"))
    def personal_links(self, user):
        return rows_link(PersonalLink, _("personal links"), user__id__exact=user.pk)

    @admin.display(description=_("password"))
    def set_password(self, user):
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">{}</a>', address, _("Set a password"))

    @admin.action(description=_("Remove from the family; sessions end at once"), permissions=["change"])
    def remove(self, request, users):
        for user in users.filter(family__isnull=False):
            if not self.has_change_permission(request, user):
                messages.error(request, _("Only a superuser may change staff."))
                continue
            try:
                self.tell_of_papers(request, members.remove_member(member=user).without)
            except members.LastOwner:
                messages.error(request, _("%(name)s is the last owner.") % {"name": user.display_name})

    @admin.action(
        description=_("Turn the second step off: the telephone and the recovery codes are lost"),
        permissions=["change"],
    )
    def turn_off_second_factor(self, request, users):
        for user in users:
            if user == request.user:
                messages.error(request, _("Turn off your own second step in Settings, with a code."))
            elif not self.has_change_permission(request, user):
                messages.error(request, _("Only a superuser may change staff."))
            elif second_factor.turn_off(user):
                messages.success(
                    request, _("The second step of %(name)s is off.") % {"name": user.display_name}
                )
            else:
                messages.info(request, _("%(name)s has no second step.") % {"name": user.display_name})


def without(fields: Iterable[str], name: str) -> list[str]:
    return [field for field in fields if field != name]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("public_id", linked("family"), linked("invited_by"), linked("accepted_by"), "expires_at")
    list_select_related = ("family", "invited_by", "accepted_by")
    search_fields = ("=public_id", "=family__public_id", "=invited_by__email")
    exclude = ("token_hash",)
    actions = ("revoke",)

    @admin.action(description=_("Take back"), permissions=["act"])
    def revoke(self, request, invitations):
        for invitation in invitations:
            registration.revoke_invitation(invitation=invitation)


@admin.register(PersonalLink)
class PersonalLinkAdmin(ReadOnlyAdmin):
    list_display = (
        *("public_id", linked("user"), linked("created_by")),
        *("created_at", "expires_at", "revoked_at", "devices"),
    )
    list_select_related = ("user", "created_by")
    search_fields = ("=public_id", "=user__public_id", "=user__family__public_id")
    exclude = ("token_hash",)
    readonly_fields = ("devices",)
    actions = ("close",)

    @admin.display(description=_("devices"))
    def devices(self, link):
        return rows_link(Device, _("devices"), link__id__exact=link.pk)

    @admin.action(description=_("Close; its devices are signed out at once"), permissions=["act"])
    def close(self, request, rows):
        for link in rows:
            links.revoke_link(link=link)


@admin.register(Device)
class DeviceAdmin(ReadOnlyAdmin):
    list_display = ("label", linked("link", _("personal link")), "first_seen_at", "last_seen_at", "ended_at")
    list_select_related = ("link",)
    search_fields = ("=link__public_id", "^label")
    exclude = ("session_key",)


@admin.register(Leaving)
class LeavingAdmin(ReadOnlyAdmin):
    """Who leaves and what was erased. What stays unfinished waits for a message: see the outbox and dead letters."""

    list_display = (
        "public_id",
        "kind",
        linked("family"),
        linked("member"),
        "due_at",
        "begun_at",
        "finished_at",
    )
    list_select_related = ("family", "member")
    search_fields = ("=public_id", "=family__public_id", "=member__public_id")
    exclude = ("email",)


@admin.register(SignedInSession)
class SignedInSessionAdmin(ReadOnlyAdmin):
    list_display = ("public_id", linked("user"), "label", "network", "created_at", "last_seen_at")
    list_select_related = ("user",)
    search_fields = ("=public_id", "=user__public_id", "=user__email")
    exclude = ("session_key",)


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "code", linked("family"), linked("by"), linked("about"))
    list_select_related = ("family", "by", "about")
    search_fields = ("=family__public_id", "=by__public_id", "=about__public_id")
    # Words of the family, which its owners read.
    exclude = ("details",)


@admin.register(SecondFactor)
class SecondFactorAdmin(ReadOnlyAdmin):
    list_display = ("id", linked("user"), "confirmed_at", "failures", "failed_at")
    list_select_related = ("user",)
    search_fields = ("=user__public_id", "=user__email")
    exclude = ("secret", "last_step")


@admin.register(RecoveryCode)
class RecoveryCodeAdmin(ReadOnlyAdmin):
    list_display = ("id", linked("user"), "used_at")
    list_select_related = ("user",)
    search_fields = ("=user__public_id", "=user__email")
    exclude = ("code_hash",)


admin.site.unregister([AccessAttempt, AccessLog, AccessFailureLog, Group])


@admin.register(Group)
class GuardedGroupAdmin(NamedLookups, GroupAdmin):
    """Groups give permissions, so only superusers change them: others would add to the one that they are in."""

    def has_add_permission(self, request) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None) -> bool:
        return request.user.is_superuser


@admin.register(AccessLog)
class GuardedLogAdmin(NamedLookups, AccessLogAdmin):
    """The admin of django-axes."""


@admin.register(AccessFailureLog)
class GuardedFailureLogAdmin(NamedLookups, AccessFailureLogAdmin):
    """The admin of django-axes."""


@admin.register(AccessAttempt)
class GuardedAttemptAdmin(NamedLookups, AccessAttemptAdmin):
    """The admin of django-axes, whose action would delete rows for staff who may only view."""

    @admin.action(description=_("Clean up expired attempts"), permissions=["delete"])
    def cleanup_expired_attempts(self, request, queryset):
        super().cleanup_expired_attempts(request, queryset)


@admin.register(Tally)
class TallyAdmin(ReadOnlyAdmin):
    """What limits have counted. Of whom is not known here: the keys are hashes."""

    list_display = ("id", "number", "until")
    search_fields = ("=number",)
    exclude = ("key",)
