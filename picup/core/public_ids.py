"""Ids for addresses. They are random, so that none can be guessed from another."""

import secrets


def new_public_id() -> str:
    """Return 80 random bits as 20 lower-case hexadecimal digits.

    Lower case only: MariaDB's default collation would take `aB` and `Ab` for one id.
    """
    return secrets.token_hex(10)


class PublicIdConverter:
    """The converter `<public_id:...>` of url patterns. Anything else is a 404 before a view is called."""

    regex = "[0-9a-f]{20}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
