"""Messages that cannot be lost: written in a transaction, dispatched after it, finished by their consumer.

    with transaction.atomic():
        picture = Picture.objects.create(...)
        outbox.publish("albums.make_derivatives", picture_id=picture.pk)

`outbox` knows no other app. See architecture.md, "Messages".
"""


def publish(task: str, **arguments):
    """Records that `task` must be called with `arguments` if, and only if, this transaction commits.

    `arguments` must be JSON. Raises `outbox.services.OutsideTransaction` outside a transaction and
    `KeyError` for a task that no handler has. Returns the `Message`.
    """
    # Imported late: `import outbox` happens before Django's models are ready.
    from outbox.services import record

    return record(task, arguments)


def publish_unless_open(task: str, **arguments) -> bool:
    """Record that `task` must be called with `arguments`, unless that is on its way already.

    A message that was given up and waits for a person is replayed instead, and its dead letter settled. Return False
    if nothing had to be done. Must be called in a transaction that keeps others from asking the same.
    """
    from outbox.services import record_unless_open  # late, as above

    return record_unless_open(task, arguments)
