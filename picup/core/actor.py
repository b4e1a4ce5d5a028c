"""Who acts at this moment: a person, the worker or a command. The history of files records it."""

import sys
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path

from celery.signals import task_postrun, task_prerun
from django.core.signals import request_finished
from django.dispatch import receiver

NOBODY = "-"
WORKER = "worker"


def process_actor() -> str:
    """Return the actor outside requests and tasks: the management command of this process, if it runs one."""
    program, *words = sys.argv or [""]
    return f"command {words[0]}" if Path(program).name == "manage.py" and words else NOBODY


# A function, so that only requests that ask look the person up in the database.
actor: ContextVar[Callable[[], str]] = ContextVar("actor", default=process_actor)


def current_actor() -> str:
    """Return who acts now: "<public id>" of a person, "administrator <public id>" in the admin, "worker",
    "command <name>", or "-" for nobody.
    """
    return actor.get()()


class ActorMiddleware:
    """Make the request's person the actor. Place after AuthenticationMiddleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        actor.set(lambda: request_actor(request))
        return self.get_response(request)


def request_actor(request) -> str:
    """Return the actor of a request, as `current_actor` describes it."""
    if not request.user.is_authenticated:
        return NOBODY
    is_admin = request.resolver_match is not None and request.resolver_match.app_name == "admin"
    return f"administrator {request.user.public_id}" if is_admin else request.user.public_id


@task_prerun.connect
def begin_task(**signal) -> None:
    actor.set(lambda: WORKER)


@receiver(request_finished)
def reset_actor(**kwargs) -> None:
    """Forget the actor when the response is closed.

    The middleware is too early: a file's bytes are read after it, and damage that is found then is recorded.
    """
    actor.set(process_actor)


@task_postrun.connect
def end_task(**signal) -> None:
    actor.set(process_actor)
