"""manage.py demo: a sample family whose pictures this command draws itself."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from accounts.models import User
from albums.models import Picture
from picup.demo import filling
from picup.demo.family import CONTRIBUTOR, OWNER


class Command(BaseCommand):
    help = "Fills the site with a sample family and four albums of drawn pictures, once."

    def handle(self, *args, **options):
        if filling.mother():
            self.stdout.write("The sample family is there already.")
        else:
            self.stdout.write("Drawing a sample family (about half a minute) …")
            try:
                for line in filling.fill():
                    self.stdout.write(f"  {line}")
            except filling.CouldNotAdd as refusal:
                raise CommandError(f"A picture was refused: {refusal}. Run the command again.") from None
        owner, mother = filling.owner(), filling.mother()
        if owner is None or mother is None:
            raise CommandError("Somebody is removing the sample family. Run the command again.")
        self.show_undeveloped(owner)
        self.show_keys(owner, mother)

    def show_undeveloped(self, owner: User) -> None:
        waiting = Picture.objects.filter(album__family=owner.family, state=Picture.State.WAITING)
        if count := waiting.count():
            self.stdout.write(f"{count} pictures still wait for their smaller sizes; `make run` makes them.")

    def show_keys(self, owner: User, mother: User) -> None:
        keys, site = filling.keys(), f"http://{settings.HOST}:{settings.PORT}"
        self.stdout.write(f"\nThe site (`make run` starts it): {site}/accounts/login/")
        if owner.check_password(keys.password):
            self.stdout.write(f"  Owner         {OWNER[0]}")
            self.stdout.write(f"  Contributor   {CONTRIBUTOR[0]}")
            self.stdout.write(f"  Password      {keys.password}   (both)")
        else:
            self.stdout.write(f"  Owner         {OWNER[0]}, with the password that you gave her.")
        if filling.link_is_open(mother, keys.token):
            self.stdout.write(f"Mother (엄마) opens her personal link:\n  {site}/open/{keys.token}/")
        else:
            self.stdout.write("Mother's link was revoked; make another on the family's page.")
