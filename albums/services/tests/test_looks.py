"""Which pictures wait for whose look."""

from accounts.models import User
from accounts.services.members import remove_member
from albums.models import Heart, Look, Picture, Visit
from albums.services import looks
from albums.services.albums import create_album
from albums.services.hearts import set_heart
from albums.services.looks import NEW_AT_JOINING, add_looks, mark_seen, newest_for
from albums.tests.helpers import deliver, make_pictures, photo, send
from conftest import make_member


def waiting(person: User) -> list[Picture]:
    return [look.picture for look in Look.objects.filter(person=person, seen_at=None).order_by("id")]


def test_it_works(jieun_client, jieun, minsu, mother, stranger, album, django_capture_on_commit_callbacks):
    """From the upload on, when its derivatives are there: new to all but who added it."""
    with django_capture_on_commit_callbacks(execute=False):
        send(jieun_client, album, photo())
    assert waiting(mother) == [], "nobody is shown what cannot be seen yet"
    deliver()
    [picture] = Picture.objects.all()
    assert waiting(mother) == waiting(minsu) == [picture] and waiting(jieun) == waiting(stranger) == []


def test_a_repeat_changes_nothing(mother, jieun, album):
    [picture] = make_pictures(album, 1, uploaded_by=jieun)
    add_looks(picture)
    mark_seen(person=mother, picture_ids=[picture.public_id])
    add_looks(picture)
    assert waiting(mother) == [] and Look.objects.filter(person=mother).count() == 1


def test_who_joins_finds_the_newest(mother, jieun, album):
    """Of any album, oldest first; not what is in the trash, not her own."""
    other = create_album(person=jieun, title="Old", description="")
    make_pictures(other, 3, uploaded_by=jieun)
    pictures = make_pictures(album, NEW_AT_JOINING, uploaded_by=jieun)
    make_pictures(album, 1, state="damaged")
    assert newest_for(mother) == [picture.pk for picture in pictures]
    aunt = make_member(jieun.family, "Aunt", "aunt@example.com", "viewer")
    make_pictures(album, 1, uploaded_by=aunt)
    assert newest_for(aunt) == [picture.pk for picture in pictures]


def test_joining(jieun_client, jieun, album):
    """A paper is made: what is there becomes new to her, by a message."""
    pictures = make_pictures(album, 2, uploaded_by=jieun)
    fields = {"name": "아빠", "language": "ko", "help_phone": "010-1234-5678"}
    jieun_client.post("/family/links/new/", fields)
    deliver()
    father = next(user for user in User.objects.all() if user.display_name == "아빠")
    assert waiting(father) == pictures


def test_what_a_person_has_seen_goes_with_her(mother, jieun, album):
    pictures = make_pictures(album, 3, uploaded_by=jieun)
    for picture in pictures:
        add_looks(picture)
    mark_seen(person=mother, picture_ids=[pictures[0].public_id])
    set_heart(person=mother, picture=pictures[0], loves=True)
    while looks.forget_batch([mother.pk]):
        pass
    assert not Look.objects.filter(person=mother).exists()
    assert not Visit.objects.exists() and not Heart.objects.exists()


def test_and_with_a_picture(mother, jieun, album):
    [picture] = make_pictures(album, 1, uploaded_by=jieun)
    add_looks(picture)
    mark_seen(person=mother, picture_ids=[picture.public_id])
    set_heart(person=mother, picture=picture, loves=True)
    Picture.objects.filter(pk=picture.pk).delete()
    assert not Look.objects.exists() and not Visit.objects.exists() and not Heart.objects.exists()


def test_a_removed_mother(mother, jieun, album):
    [picture] = make_pictures(album, 1, uploaded_by=jieun)
    remove_member(member=mother, by=jieun)
    add_looks(picture)
    assert not Look.objects.filter(person=mother).exists()
