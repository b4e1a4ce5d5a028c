"""No connection without TLS where DATABASE_URL asks for it.

mysqlclient's `ssl_mode=REQUIRED` alone does not do it: MariaDB's client library (measured: Connector/C 3.3.20) goes
on in plain text with a server that has no TLS, unless it has to verify its certificate.
"""

from django.db import OperationalError


def refuse_plain_text(sender, connection, **signal) -> None:
    """Receive Django's `connection_created`. Raise `OperationalError` for a connection to MariaDB or MySQL that
    should have TLS and has not; it is closed before anything of ours was sent by it."""
    if connection.vendor != "mysql":
        return
    if connection.settings_dict["OPTIONS"].get("ssl_mode", "DISABLED") == "DISABLED":
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW STATUS LIKE 'Ssl_cipher'")
        row = cursor.fetchone()
    if not (row and row[1]):
        connection.close()
        raise OperationalError("TLS/SSL error: the database's server has no TLS, and ssl_mode wants it.")
