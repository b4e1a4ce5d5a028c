"""The scheduler of Celery's beat, which also works when the clock jumps back.

Celery's own (5.7) compares wall clocks: if the clock jumps back an hour, it sends nothing for that hour.
outbox/tests/test_beat.py shows this, and fails as soon as Celery's own does better and this file can go.
"""

from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):
    """Mend the clock before each tick."""

    def tick(self, *args, **kwargs):
        self.mend_clock()
        return super().tick(*args, **kwargs)

    def mend_clock(self) -> None:
        """Set the last run of entries that ran in the future to now: they ran before the clock jumped."""
        for entry in self.schedule.values():
            now = entry.default_now()
            if entry.last_run_at and (entry.last_run_at - now).total_seconds() > 1:
                entry.last_run_at = now
                self._heap = None
