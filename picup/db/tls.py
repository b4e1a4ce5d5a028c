"""Refuse connections without TLS if DATABASE_URL asks for TLS.

mysqlclient's `ssl_mode=REQUIRED` is not enough. MariaDB's client library (measured: Connector/C 3.3.20) continues in
plain text with a server that has no TLS, unless it must verify the server's certificate.
"""

from django.db import OperationalError


def refuse_plain_text(sender, connection, **signal) -> None:
    """Receive Django's `connection_created`. Raise `OperationalError` if the connection should have TLS and has not.

    The connection is closed before any data is sent through it.
    """
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
