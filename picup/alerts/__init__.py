"""Alerts: what a person who runs the site should hear about, grouped so that a storm is one message.

    raise_alert("dead letters", "albums.make_derivatives: DecoderDied")

Rows collect in the database; a tick of the beat sends them to a webhook and by e-mail.
"""

HERE = "/admin/alerts/alert/"


def raise_alert(kind: str, summary: str, *, count: int = 1, look_at: str = HERE) -> None:
    """Records that `summary` happened `count` times; within a transaction it commits with it.

    `kind` is a plural ("dead letters") and heads the message; equal `summary`s become one line of it, so
    keep names and numbers that are always different out. `look_at` is the page in the admin that tells more.
    Raises what the database raises: who must not fail catches `DatabaseError`.
    """
    # Imported late: `import picup.alerts` happens before Django's models are ready.
    from picup.alerts.raising import record

    record(kind, summary, count, look_at)
