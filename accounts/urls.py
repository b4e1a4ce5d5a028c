"""Addresses of accounts and families, grouped by prefix. A name is that of the view and the template."""

from django.urls import path

from accounts.views import auth, email, family, invitations, links, passwords, settings, signup

urlpatterns = [
    # accounts/: people with an e-mail
    path("accounts/signup/", signup.signup, name="signup"),
    path("accounts/signup/sent/", signup.signup_sent, name="signup_sent"),
    path("accounts/signup/<str:token>/", signup.signup_finish, name="signup_finish"),
    path("accounts/email/", email.email_letter, name="email_letter"),
    path("accounts/email/<str:token>/", email.email_verify, name="email_verify"),
    path("accounts/login/", auth.login, name="login"),
    path("accounts/logout/", auth.logout, name="logout"),
    path("accounts/settings/", settings.settings, name="settings"),
    path("accounts/password/", passwords.password_change, name="password_change"),
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
    # family/: contributors look and invite, owners manage
    path("family/", family.family, name="family"),
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
