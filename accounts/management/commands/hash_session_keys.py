"""manage.py hash_session_keys: hash the keys of sessions of earlier releases now, not a day after the update."""

from django.core.management import BaseCommand

from accounts.services import session_keys


class Command(BaseCommand):
    help = (
        "Hashes the keys of sessions that began in an earlier release. A day after an update this happens by itself; "
        "call it sooner only if no process of the earlier release runs: it would sign out whoever asks it."
    )

    def handle(self, *args, **options):
        session_keys.list_old_sessions()
        self.stdout.write(f"{session_keys.hash_keys()} sessions whose keys are hashed now")
