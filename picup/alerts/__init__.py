"""Alerts: what the person who runs the site should hear about, grouped so that many of a kind make one message.

    raise_alert("dead letters", "albums.make_derivatives: DecoderDied")

Rows collect in the database; a tick of the beat sends them to a webhook and by e-mail. Knows no app. Start with
`raising.py`, which writes an alert, then `sending.py`, which sends.
"""

HERE = "/admin/alerts/alert/"


def raise_alert(kind: str, summary: str, *, count: int = 1, look_at: str = HERE) -> None:
    """Record that `summary` happened `count` times. Within a transaction the record commits with it.

    `kind` is a plural ("dead letters") and heads the message. Equal summaries become one line of it, so keep names and
    numbers that always differ out of them. `look_at` is the path of the admin page that tells more. Raise what the
    database raises: a caller that must not fail catches `DatabaseError`.
    """
    # Imported here because `picup.alerts` itself is imported before Django's models are ready.
    from picup.alerts.raising import record

    record(kind, summary, count, look_at)
