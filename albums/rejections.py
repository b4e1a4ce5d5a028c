"""What an uploader is told: why a file is rejected, with an HTTP status, and what must be said of one that is added."""

from django.conf import settings
from django.utils.translation import gettext as _

from picup.core.sizes import size_in_words

STATUS = {
    "empty": 422,
    "not-a-picture": 415,
    "damaged": 422,
    "app-png": 415,
    "too-many-pixels": 422,
    "no-films": 415,
    "not-a-film": 415,
    "film-damaged": 422,
    "film-sound": 415,
    "film-odd": 422,
    "film-long": 422,
    "film-large": 413,
    "too-large": 413,
    "family-full": 413,
    "site-full": 413,
    "no-room": 503,
    "storage-down": 503,
    "try-again": 409,
    "send-it": 409,
    "busy": 503,
}


def explain(reason: str) -> str:
    """Return the sentence for a code of STATUS (`UploadResult.reason`), in the active language."""
    neither = _(
        "This is neither a photo nor a film that we can show. Send JPEG, HEIC, PNG, WebP, AVIF or GIF, or MP4, MOV, "
        "WebM, MKV or 3GP."
    )
    return {
        "empty": _("This file is empty. Please choose the photo again."),
        "not-a-picture": neither,
        "damaged": _(
            "This photo is damaged or did not arrive whole. Please send it again from the original."
        ),
        "app-png": _(
            "This picture is in a form that only an app can read; it is not damaged. Open it in the app, and save it "
            "as a photo."
        ),
        "too-many-pixels": _("This photo is too large to open. Please send a smaller version."),
        "no-films": _(
            "This site cannot take films yet. Please send photos, and tell the person who runs it."
        ),
        "not-a-film": neither,
        "film-damaged": _(
            "This film is damaged or did not arrive whole. Please send it again from the telephone that took it."
        ),
        "film-sound": _("There are no pictures in this file, only sound. Please choose a film or a photo."),
        "film-odd": _("We cannot open a film of this kind. Save it as MP4 in its app, and send that."),
        "film-long": _("This film is longer than %(minutes)d minutes. Please cut it, and send the parts.")
        % {"minutes": settings.FILM_LIMIT_MINUTES},
        "film-large": _("This film is larger than %(limit)s. Please cut it, and send the parts.")
        % {"limit": size_in_words(settings.FILM_LIMIT_BYTES)},
        "too-large": _(
            "This file is too large: a photo may have %(photo)s, a film %(film)s. Please send a smaller version."
        )
        % {
            "photo": size_in_words(settings.UPLOAD_LIMIT_BYTES),
            "film": size_in_words(settings.FILM_LIMIT_BYTES),
        },
        "family-full": _("The family's space is full. Empty the trash, or ask for more space."),
        "site-full": _("The whole site's space is full. Please tell the person who runs it."),
        "no-room": _("There is no room to receive photos now. Please try again later."),
        "storage-down": _("Photos cannot be kept safely right now. Please try again in a few minutes."),
        "try-again": _("That did not work. Please try once more."),
        "send-it": _("This photo is not in the family's albums yet. Please send the file."),
        "busy": _("Too much at once. Please wait a moment and try again."),
    }[reason]


def notify(notice: str) -> str:
    """Return the sentence for a code of `notices`: the photo or film is added, and yet something must be said."""
    return {
        "cut": _("The lower part of this photo is missing. If you have the original, please send that."),
        "still": _("This picture moves. In the album it stands still; the original is kept as it is."),
        "same": _(
            "The family has the same picture with other details. Both are kept, and you can compare them."
        ),
        "mute": _("The sound of this film cannot be played here. The original is kept with its sound."),
    }[notice]


def status_of(results) -> int:
    """Return 200 if any file was added or is a duplicate, else the status of the first rejected one."""
    reasons = [result.reason for result in results if result.status == "rejected"]
    return 200 if len(reasons) < len(results) else STATUS[reasons[0]]
