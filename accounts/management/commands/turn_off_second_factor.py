"""manage.py turn_off_second_factor: let somebody in again who lost the telephone and the recovery codes."""

from django.core.management import BaseCommand, CommandError

from accounts.models import User
from accounts.services import second_factor


class Command(BaseCommand):
    help = "Turns the second step at sign-in off for a person, by e-mail. Needed where no other administrator can."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *args, email: str, **options):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {email}.")
        if not second_factor.turn_off(user):
            raise CommandError(f"{email} has no second step.")
        self.stdout.write(f"{email} signs in with the password alone now.")
