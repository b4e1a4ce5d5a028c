"""What a person does with pictures: she looks at them, stops at one, loves them."""

from datetime import UTC, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from albums.models.albums import Album
from albums.models.pictures import Picture


class Look(models.Model):
    """A picture that a member has to look at, or has looked at. Her own uploads have none.

    Rows are inserted in the order in which pictures become ready, so the id is the order in which she is shown them.
    Pictures of before the newest ones at her joining have none either, and count as seen.
    """

    # `seen_at` of what went into the trash unseen (albums/services/put_away.py): in the index, unseen looks are alone.
    PUT_AWAY = datetime(1970, 1, 1, tzinfo=UTC)

    person = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    picture = models.ForeignKey(Picture, models.CASCADE, related_name="looks", db_index=False)
    # None: it was not on her screen yet.
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        # Also finds who has seen a picture.
        constraints = [models.UniqueConstraint(fields=["picture", "person"], name="one_look_of_each")]
        indexes = [
            # What a person has not seen, the oldest first, and what she saw last.
            models.Index(fields=["person", "seen_at", "id"], name="looks_of_person"),
        ]

    def __str__(self):
        return f"{self.person_id} at {self.picture_id}"


class Visit(models.Model):
    """Where a member stopped in an album: the picture that was on her screen last."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    album = models.ForeignKey(Album, models.CASCADE, related_name="visits", db_index=False)
    picture = models.ForeignKey(Picture, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        # Also finds who was in an album.
        constraints = [models.UniqueConstraint(fields=["album", "person"], name="one_visit_of_each")]
        indexes = [
            # Where a person stopped last, on her shelf.
            models.Index(fields=["person", "at"], name="visits_of_person"),
        ]

    def __str__(self):
        return f"{self.person_id} in {self.album_id}"


class Heart(models.Model):
    """A member loves a picture. Who added it sees that."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    picture = models.ForeignKey(Picture, models.CASCADE, related_name="hearts", db_index=False)
    # The picture's, so that an album's hearts are found without reading its pictures.
    album = models.ForeignKey(Album, models.CASCADE, related_name="hearts", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("heart")
        verbose_name_plural = _("hearts")
        # Also finds a picture's hearts.
        constraints = [models.UniqueConstraint(fields=["picture", "person"], name="one_heart_of_each")]
        indexes = [
            # An album's hearts, the newest first.
            models.Index(fields=["album", "created_at", "id"], name="hearts_of_album"),
        ]

    def __str__(self):
        return f"{self.person_id} loves {self.picture_id}"
