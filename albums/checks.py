"""System checks of what the albums need from the machine."""

import logging

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from albums.films import ffmpeg
from albums.images.sandbox import find_missing

logger = logging.getLogger(__name__)
MISSING = (
    "The sandbox of the decoder lacks {} on this system. Linux has it since {}; a container must allow it."
)
SINCE = {"Landlock": "5.13", "seccomp": "4.14 (x86_64 and aarch64)"}
STRICT = "No photo can be added with DECODER_SANDBOX=strict."
BEST = "Photos are decoded with what is left."


def check_sandbox(app_configs, **kwargs) -> list[CheckMessage]:
    """Check that the decoder's sandbox is whole: albums.E001 if nothing is decoded without it, else albums.W001."""
    if settings.DECODER_SANDBOX == "strict":
        return [Error(f"{sentence} {STRICT}", id="albums.E001") for sentence in describe_missing()]
    return [Warning(f"{sentence} {BEST}", id="albums.W001") for sentence in describe_missing()]


def check_ffmpeg(app_configs, **kwargs) -> list[CheckMessage]:
    """Check that films can be taken: albums.W002 if this system has no ffmpeg."""
    if ffmpeg.is_there():
        return []
    hint = "Debian: apt-get install --no-install-recommends ffmpeg. Elsewhere: make setup-films."
    return [Warning("Films are refused: this system has no ffmpeg.", hint=hint, id="albums.W002")]


def log_missing() -> None:
    """Log what the decoder's sandbox lacks, when the site starts."""
    for sentence in describe_missing():
        logger.warning("%s", sentence)


def describe_missing() -> list[str]:
    return [MISSING.format(part, SINCE[part]) for part in find_missing()]
