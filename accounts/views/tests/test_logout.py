from django.urls import reverse

from accounts.models import Device

ADDRESS = "/accounts/logout/"


def test_it_works(jieun_client):
    assert jieun_client.post(ADDRESS).url == "/"
    assert jieun_client.get(reverse("family")).status_code == 302


def test_a_device_that_signs_out_leaves_the_list(mother_client):
    mother_client.post(ADDRESS)
    assert Device.objects.get().ended_at is not None


def test_signed_out(client, db):
    assert client.post(ADDRESS).url == "/"


def test_wrong_method(jieun_client):
    assert jieun_client.get(ADDRESS).status_code == 405
    assert jieun_client.get(reverse("family")).status_code == 200
