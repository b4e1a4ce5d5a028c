"""Who is behind what is recorded."""

import sys

import pytest
from celery import shared_task

from picup.core.actor import ActorMiddleware, current_actor, process_actor
from tests.support.admins import make_administrator


@shared_task(name="tests.tell_actor")
def tell_actor():
    return current_actor()


@pytest.fixture
def told(monkeypatch):
    """What each request would have recorded."""
    told = []
    call = ActorMiddleware.__call__

    def call_and_tell(self, request):
        response = call(self, request)
        told.append(current_actor())
        return response

    monkeypatch.setattr(ActorMiddleware, "__call__", call_and_tell)
    return told


def test_it_works(told, minsu, minsu_client, mother, mother_client):
    told.clear()
    minsu_client.get("/")
    mother_client.get("/")
    assert told == [minsu.public_id, mother.public_id]


def test_an_administrator(told, db):
    boss = make_administrator()
    boss.get("/admin/")
    [name] = told
    assert name.startswith("administrator ")


def test_nobody(told, client, db):
    client.get("/")
    assert told == ["-"]


def test_the_next_request_does_not_inherit_it(minsu_client):
    minsu_client.get("/").close()
    assert current_actor() == process_actor()


def test_a_worker():
    assert tell_actor.apply().get() == "worker"
    assert current_actor() == process_actor()


def test_a_command(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["./manage.py", "reencrypt", "--now"])
    assert current_actor() == "command reencrypt"
    monkeypatch.setattr(sys, "argv", ["gunicorn", "picup.wsgi"])
    assert current_actor() == "-"
