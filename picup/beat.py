"""The beat, where Celery's own would wait: it compares wall clocks, and one that jumps back an hour would
stop every tick for an hour."""

from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):
    def tick(self, *args, **kwargs):
        self.mend_clock()
        return super().tick(*args, **kwargs)

    def mend_clock(self) -> None:
        """What claims to have run in the future ran before the clock jumped: counted from now on."""
        for entry in self.schedule.values():
            now = entry.default_now()
            if entry.last_run_at and (entry.last_run_at - now).total_seconds() > 1:
                entry.last_run_at = now
                self._heap = None
