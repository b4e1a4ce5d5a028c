"""The beat, where Celery's own would wait.

Celery's scheduler (5.7) compares wall clocks. When the clock jumps back an hour it sends nothing for that hour.
tests/test_beat.py shows it beside this one, and fails as soon as Celery's own copes and this file can go.
"""

from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):
    def tick(self, *args, **kwargs):
        self.mend_clock()
        return super().tick(*args, **kwargs)

    def mend_clock(self) -> None:
        """Count from now on what claims to have run in the future: it ran before the clock jumped."""
        for entry in self.schedule.values():
            now = entry.default_now()
            if entry.last_run_at and (entry.last_run_at - now).total_seconds() > 1:
                entry.last_run_at = now
                self._heap = None
