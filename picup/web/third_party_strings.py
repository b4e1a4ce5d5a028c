"""Messages of Django and axes that our Korean catalogue replaces. Nothing imports this file; `make messages` reads it.

Without it makemessages would drop them from the catalogue. Django's own Korean is stiff, and puts the wrong particle
("와", "이/가") after many variables. axes has no Korean.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

# Forms.
_("This field is required.")
_("Enter a valid email address.")
_("Enter a valid value.")
_("Enter a number.")
_("Enter a whole number.")
_("Select a valid choice. %(value)s is not one of the available choices.")
_("Select a valid choice. That choice is not one of the available choices.")
_("Null characters are not allowed.")
_("Ensure this value is greater than or equal to %(limit_value)s.")
_("Ensure this value is less than or equal to %(limit_value)s.")
ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    "limit_value",
)
_("%(model_name)s with this %(field_label)s already exists.")

# Passwords.
_("Password")
_("Password confirmation")
_("Old password")
_("New password")
_("New password confirmation")
_("Enter the same password as before, for verification.")
_("The two password fields didn’t match.")
_("Your old password was entered incorrectly. Please enter it again.")
_("The password is too similar to the %(verbose_name)s.")
_("Your password can’t be too similar to your other personal information.")
_("This password is too common.")
_("Your password can’t be a commonly used password.")
ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
    "min_length",
)
ngettext_lazy(
    "Your password must contain at least %(min_length)d character.",
    "Your password must contain at least %(min_length)d characters.",
    "min_length",
)
_("email address")

# The lists of failed sign-ins in the admin (axes).
_("access attempt")
_("access attempts")
_("access failure")
_("access failures")
_("access log")
_("access logs")
_("access attempt expiration")
_("access attempt expirations")
_("Access Attempt")
_("Access lock out")
_("Attempt Time")
_("Expires At")
_("Failed Logins")
_("Form Data")
_("GET Data")
_("POST Data")
_("HTTP Accept")
_("IP Address")
_("Locked Out")
_("Logout Time")
_("Meta Data")
_("Path")
_("Session key hash (sha256)")
_("The time when access attempt expires and is no longer valid.")
_("User Agent")
_("Username")
_("Clean up expired attempts")
_("Attempt Remaining")
_("Not set")
