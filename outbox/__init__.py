"""Messages that cannot be lost: written in a transaction, dispatched after it, finished by their consumer.

    with transaction.atomic():
        picture = Picture.objects.create(...)
        outbox.publish("albums.make_derivatives", picture_id=picture.pk)

The room knows `picup` and no other app. A message goes through it in this order: `services.py` (publish),
`wakeup.py` and `dispatching.py` (send), `consuming.py` (handle), `retries.py` (try again), `dead_letters.py` (give up,
replay, close); `broker_dead_letters.py` collects what died in the broker. `transport/` is everything that knows the
broker. Start with `models.py`, then `consuming.py`. See docs/architecture.md, "A message, from a commit to its effect".
"""


def publish(task: str, **arguments):
    """Record that `task` must be called with `arguments` if, and only if, this transaction commits.

    `task` is a name that was registered with `outbox.consuming.handler`. `arguments` must be JSON. Return the
    `Message`. Raise `outbox.services.OutsideTransaction` outside a transaction, and `KeyError` for a task without a
    handler.
    """
    # Imported late: `import outbox` happens before Django's models are ready.
    from outbox.services import record

    return record(task, arguments)


def publish_unless_open(task: str, **arguments) -> bool:
    """Record that `task` must be called with `arguments`, unless a message for exactly that is open already.

    If such a message was given up, replay its dead letter instead of writing a second message. Return False if
    nothing had to be done. Call it in a transaction that holds a lock which keeps others from doing the same. Raise as
    `publish` does.
    """
    # Imported late, as above.
    from outbox.services import record_unless_open

    return record_unless_open(task, arguments)
