"""manage.py demo: add a sample family with pictures."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from accounts.models import User
from accounts.services import registration
from albums.demo import filling
from albums.demo.family import CONTRIBUTOR, OWNER
from albums.models import Picture


class Command(BaseCommand):
    help = "Fills the site with a sample family and four albums of pictures, once."

    def handle(self, *args, **options):
        if filling.find_mother():
            self.stdout.write("The sample family is there already.")
        else:
            self.stdout.write("Adding a sample family (a few seconds) …")
            try:
                for report in filling.fill():
                    self.stdout.write(f"  {report}")
            except filling.PictureRejected as error:
                raise CommandError(f"A picture was refused: {error}. Run the command again.") from None
        owner, mother = filling.find_owner(), filling.find_mother()
        if owner is None or mother is None:
            raise CommandError("Somebody is removing the sample family. Run the command again.")
        self.show_waiting(owner)
        self.show_credentials(owner, mother)
        if not registration.is_open():
            self.stdout.write("SIGN_UP lets nobody begin another family; `SIGN_UP=open make run` does.")

    def show_waiting(self, owner: User) -> None:
        waiting = Picture.objects.filter(album__family=owner.family, state=Picture.State.WAITING)
        if count := waiting.count():
            self.stdout.write(f"{count} pictures still wait for their smaller sizes; `make run` makes them.")

    def show_credentials(self, owner: User, mother: User) -> None:
        credentials, site = filling.credentials(), f"http://{settings.HOST}:{settings.PORT}"
        self.stdout.write(f"\nThe site (`make run` starts it): {site}/accounts/login/")
        if owner.check_password(credentials.password):
            self.stdout.write(f"  Owner         {OWNER[0]}")
            self.stdout.write(f"  Contributor   {CONTRIBUTOR[0]}")
            self.stdout.write(f"  Password      {credentials.password}   (both)")
        else:
            self.stdout.write(f"  Owner         {OWNER[0]}, with the password that you gave her.")
        if filling.link_is_open(mother, credentials.token):
            self.stdout.write(f"Mother (엄마) opens her personal link:\n  {site}/open/{credentials.token}/")
        else:
            self.stdout.write("Mother's link was revoked; make another on the family's page.")
