"""The errors of decoding."""

REASONS = ("empty", "not-a-picture", "damaged", "app-png", "too-many-pixels")


class Refused(Exception):
    """The file cannot be decoded, and trying again will not help. `reason` is one of REASONS."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class DecoderDied(Exception):
    """The child did not answer. `reason` is "stalled" (past its deadline), "stuck" (of ffmpeg: it came no farther) or
    "killed" (it ended, by a signal or not).

    The cause may be the picture or the machine, so try a job again a few times, but not for ever.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class NoSandbox(Exception):
    """A part of the decoder's sandbox is missing on this system, and DECODER_SANDBOX=strict. Nothing was decoded."""
