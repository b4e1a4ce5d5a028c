"""What a client of `/uploads/` is refused for: a status, and a sentence for the person."""

from django.utils.translation import gettext as _

from albums import rejections

# The protocol's clients take it for a lock, and come again. After any other of 4xx or 5xx to HEAD they begin anew.
LOCKED = 423
# Together with those of albums/rejections.py, which are of a file and not of a request.
STATUS = {
    "bad-request": 400,
    "sign-in": 401,
    "not-allowed": 403,
    "other-site": 403,
    "not-found": 404,
    "wrong-offset": 409,
    "expired": 410,
    "version": 412,
    "longer": 413,
    "content-type": 415,
    "elsewhere": LOCKED,
    "finishing": LOCKED,
    "checksum": 460,
}


class Refusal(Exception):
    """Answer with the status of `code`, a key of STATUS or of albums/rejections.py. `detail` is for programmers."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(detail or code)
        self.code, self.detail = code, detail


def status_of(code: str) -> int:
    """Return the HTTP status of a code."""
    return STATUS.get(code) or rejections.STATUS[code]


def explain(code: str) -> str:
    """Return the sentence for a code, in the active language."""
    if code not in STATUS:
        return rejections.explain(code)
    if code in ("bad-request", "version", "content-type", "longer"):
        return _("The upload was not understood. Please load the page again, and choose the files once more.")
    return {
        "sign-in": _("Please sign in first."),
        "not-allowed": _("You can look at this album, but not add to it. Ask the person who runs it."),
        "other-site": _("Uploads come from this site's own pages only. Please open the album here."),
        "not-found": _("This upload or its album is not here any more. Please choose the file once more."),
        "wrong-offset": _("The upload was interrupted. It goes on where it stopped."),
        "expired": _("This upload has waited too long. Please choose the file once more."),
        "elsewhere": _("This file is being sent from another window already."),
        "finishing": _("The whole file has arrived, and is being looked at. Please wait a moment."),
        "checksum": _("A part of the file changed on its way. It is sent again."),
    }[code]
