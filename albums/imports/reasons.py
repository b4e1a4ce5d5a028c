"""The sentence for each file of an archive that does not come in."""

from django.utils.translation import gettext as _

from albums import rejections

# The import ends: the next file would hear the same.
STOPPING = {"family-full", "site-full", "no-room", "storage-down", "right-lost"}


def explain(reason: str) -> str:
    """Return the sentence for a code of this room or of albums/rejections.py, in the active language."""
    own = {
        "broken-archive": _("This archive is cut or damaged, or is no zip. Please download this part again."),
        "cut-archive": _(
            "This archive is cut: what could be read of it came in. Please download this part again."
        ),
        "unsafe-name": _(
            "Its name points out of the archive. Unpack it by hand if you know it, and send it."
        ),
        "encrypted": _("It is locked with a password. Unpack the archive first, and import the folder."),
        "link": _("This is a link and no file. Import the folder to which it leads."),
        "bomb": _("It would become far larger than the archive. No photo does that, so it was not opened."),
        "nested": _("This is an archive inside the archive. Take it out, and import it by itself."),
        "unreadable": _(
            "It cannot be read whole: the archive is damaged here. Please download this part again."
        ),
        "other": _("This is neither a photo nor a film."),
        "sidecar-alone": _("This tells of a photo that is not in the archive. Is a part of it missing?"),
        "trashed": _("It was in Google's trash. Restore it there if you want it, and export again."),
        "right-lost": _("This account may not add photos any more."),
        "not-tried": _("The import ended before it. Run the same import again."),
        "caption-long": _("It came in, but only the first 500 characters of its caption."),
        "place": _("It came in, but the place that Google knows of it is not kept in Pic-up."),
    }
    return own[reason] if reason in own else rejections.explain(reason)
