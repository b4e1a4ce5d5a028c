"""What the decoder can answer instead of a picture."""

REASONS = ("empty", "not-a-picture", "damaged", "too-many-pixels")


class Refused(Exception):
    """The file will never become a picture, however often it is tried. `reason` is one of REASONS."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class DecoderDied(Exception):
    """The child did not answer: "stalled" (over its deadline) or "killed" (it ended, by a signal or not).

    It may be the picture's fault or the machine's, so a job may be tried again a few times, never for ever.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
