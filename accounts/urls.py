"""Addresses of accounts and families, grouped by prefix. A name is that of the view and the template."""

from django.urls import path

from accounts.views import (
    auth,
    email,
    family,
    help,
    invitations,
    journal,
    links,
    passwords,
    second_factor,
    sessions,
    settings,
    signup,
)

urlpatterns = [
    # accounts/: people with an e-mail
    path("accounts/signup/", signup.signup, name="signup"),
    path("accounts/signup/sent/", signup.signup_sent, name="signup_sent"),
    path("accounts/signup/<str:token>/", signup.signup_finish, name="signup_finish"),
    path("accounts/email/", email.email_letter, name="email_letter"),
    path("accounts/email/<str:token>/", email.email_verify, name="email_verify"),
    path("accounts/login/", auth.login, name="login"),
    path("accounts/login/code/", second_factor.login_code, name="login_code"),
    path("accounts/login/code/cancel/", second_factor.login_code_cancel, name="login_code_cancel"),
    path("accounts/logout/", auth.logout, name="logout"),
    # accounts/second-factor/: everybody with a password
    path("accounts/second-factor/", second_factor.second_factor_page, name="second_factor"),
    path("accounts/second-factor/new/", second_factor.second_factor_new, name="second_factor_new"),
    path(
        "accounts/second-factor/confirm/", second_factor.second_factor_confirm, name="second_factor_confirm"
    ),
    path("accounts/second-factor/off/", second_factor.second_factor_off, name="second_factor_off"),
    path("accounts/second-factor/codes/", second_factor.recovery_codes, name="recovery_codes"),
    path("accounts/settings/", settings.settings, name="settings"),
    path("accounts/password/", passwords.password_change, name="password_change"),
    path("accounts/password/again/", sessions.password_again, name="password_again"),
    # accounts/sessions/: where a person is signed in
    path("accounts/sessions/", sessions.sessions, name="sessions"),
    path("accounts/sessions/end-others/", sessions.sessions_end_others, name="sessions_end_others"),
    path("accounts/sessions/<public_id:session_id>/end/", sessions.session_end, name="session_end"),
    # accounts/password-reset/: a forgotten password
    path("accounts/password-reset/", passwords.password_reset, name="password_reset"),
    path("accounts/password-reset/sent/", passwords.password_reset_done, name="password_reset_done"),
    path(
        "accounts/password-reset/complete/", passwords.password_reset_complete, name="password_reset_complete"
    ),
    path(
        "accounts/password-reset/<public_id:uidb64>/<str:token>/",
        passwords.password_reset_confirm,
        name="password_reset_confirm",
    ),
    # addresses that are given to somebody
    path("open/<str:token>/", links.open_link, name="open_link"),
    path("join/<str:token>/", invitations.join, name="join"),
    # every member
    path("text-size/", settings.text_size, name="text_size"),
    # everybody
    path("help/", help.help_page, name="help_page"),
    # family/: contributors look and invite, owners manage
    path("family/", family.family, name="family"),
    path("family/journal/", journal.journal, name="journal"),
    path("family/name/", family.family_rename, name="family_rename"),
    path("family/invitations/new/", invitations.invitation_new, name="invitation_new"),
    path(
        "family/invitations/<public_id:invitation_id>/revoke/",
        invitations.invitation_revoke,
        name="invitation_revoke",
    ),
    path("family/links/new/", links.link_new, name="link_new"),
    path("family/links/<public_id:link_id>/revoke/", links.link_revoke, name="link_revoke"),
    # family/members/<member>/: owners
    path("family/members/<public_id:member_id>/edit/", family.member_edit, name="member_edit"),
    path("family/members/<public_id:member_id>/remove/", family.member_remove, name="member_remove"),
    path("family/members/<public_id:member_id>/links/new/", links.member_link_new, name="member_link_new"),
]
