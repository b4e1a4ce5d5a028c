"""The second step at sign-in: typing a code, turning it on and off, and the recovery codes on paper."""

from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import account_required
from accounts.forms import WRONG_PASSWORD, CodeForm, PasswordAgainForm
from accounts.models import RecoveryCode, SecondFactor
from accounts.secret_urls import keep_secret, qr_code
from accounts.services import password_again, second_factor
from accounts.views.auth import get_next_url


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_cache
def login_code(request):
    """Ask for the code of who has typed the right password, and sign her in."""
    user = second_factor.find_waiting(request)
    if user is None:
        return redirect("login")
    if not second_factor.is_on(user):  # An administrator has just turned it off.
        second_factor.pass_on(request)
        return redirect(get_next_url(request))
    form = CodeForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        second_factor.pass_on(request)
        return redirect(get_next_url(request))
    context = {"form": form, "next": get_next_url(request)}
    return render(request, "login_code.html", context, status=422 if form.is_bound else 200)


@require_POST
def login_code_cancel(request):
    """Forget the password that was typed, and begin again."""
    logout(request)
    return redirect("login")


@require_http_methods(["GET", "HEAD"])
@account_required
def second_factor_page(request):
    """Show whether the second step is on, and what can be done with it."""
    return render_page(request)


def render_page(request, *, status: int = 200, **forms):
    factor = SecondFactor.objects.filter(user=request.user, confirmed_at__isnull=False).first()
    left = RecoveryCode.objects.filter(user=request.user, used_at=None).count() if factor else 0
    context = {
        "factor": factor,
        "left": left,
        "is_demanded": second_factor.is_demanded(request.user),
        "on_form": PasswordAgainForm(),
        "off_form": CodeForm(user=request.user, prefix="off"),
        "codes_form": CodeForm(user=request.user, prefix="codes"),
        **forms,
    }
    return render(request, "second_factor.html", context, status=status)


@require_POST
@sensitive_post_parameters()
@account_required
@keep_secret
def second_factor_new(request):
    """Show a new secret as a QR code, to who types her password once more."""
    form = PasswordAgainForm(request.POST)
    if second_factor.is_on(request.user):
        return redirect("second_factor")
    if form.is_valid() and not password_again.is_right(request, form.cleaned_data["password"]):
        form.add_error("password", WRONG_PASSWORD)
    if not form.is_valid():
        return render_page(request, status=422, on_form=form)
    return render_secret(request, second_factor.begin(request.user), CodeForm())


def render_secret(request, factor: SecondFactor, form: CodeForm, status: int = 200):
    context = {
        "form": form,
        "qr": qr_code(second_factor.address_of(factor)),
        "secret": " ".join(factor.secret[at : at + 4] for at in range(0, len(factor.secret), 4)),
    }
    return render(request, "second_factor_new.html", context, status=status)


@require_POST
@account_required
@keep_secret
def second_factor_confirm(request):
    """Turn the second step on by the app's first code, and show the recovery codes once."""
    factor = second_factor.find_begun(request.user)
    if factor is None:
        return redirect("second_factor")
    form = CodeForm(request.POST, confirms=factor)
    if not form.is_valid():
        return render_secret(request, factor, form, status=422)
    return render(request, "recovery_codes.html", {"codes": form.recovery_codes, "is_new": True})


@require_POST
@account_required
def second_factor_off(request):
    """Turn the second step off, for who has a code."""
    form = CodeForm(request.POST, user=request.user, prefix="off")
    if not form.is_valid():
        return render_page(request, status=422, off_form=form)
    second_factor.turn_off(request.user)
    messages.success(request, _("The second step is off."))
    return redirect("second_factor")


@require_POST
@account_required
@keep_secret
def recovery_codes(request):
    """Make new recovery codes, for who has a code. The ones before are void."""
    form = CodeForm(request.POST, user=request.user, prefix="codes")
    if not form.is_valid():
        return render_page(request, status=422, codes_form=form)
    return render(request, "recovery_codes.html", {"codes": second_factor.make_codes(request.user)})
