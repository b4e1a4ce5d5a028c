"""A scheduler for beat that goes on when the clock jumps back.

Celery's own scheduler (5.7) compares wall clocks: when the clock jumps back an hour, it sends nothing for that hour.
tests/test_beat.py runs both. It fails as soon as Celery's own copes; then delete this file.
"""

from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):
    """Celery's persistent scheduler, with its entries corrected before each tick."""

    def tick(self, *args, **kwargs):
        self.mend_clock()
        return super().tick(*args, **kwargs)

    def mend_clock(self) -> None:
        """Set entries whose last run is in the future to now: they ran before the clock jumped back."""
        for entry in self.schedule.values():
            now = entry.default_now()
            if entry.last_run_at and (entry.last_run_at - now).total_seconds() > 1:
                entry.last_run_at = now
                self._heap = None
