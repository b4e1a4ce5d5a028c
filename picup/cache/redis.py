"""The client and the serializer that django-redis uses (settings.CACHES)."""

from typing import Any

from django_redis.serializers.json import JSONSerializer
from redis import Redis
from redis.exceptions import ConnectionError

from picup.cache.circuit import Circuit, Open

# One for all: Django makes a client for each thread, but the server is the same.
circuit = Circuit()


class GuardedRedis(Redis):
    """A client that asks the server through the circuit."""

    def execute_command(self, *args, **options):
        """Return the server's answer. Raise `ConnectionError` for every failure.

        django-redis makes a miss of that error (IGNORE_EXCEPTIONS), but not of everything else that a client raises.
        """
        try:
            return circuit.run(lambda: super(GuardedRedis, self).execute_command(*args, **options))
        except Open:
            raise ConnectionError("The cache is not asked now.") from None
        except Exception as error:
            # This includes an answer that breaks the protocol, and a refusal (out of memory, read-only).
            raise ConnectionError(str(error)) from error


class DataSerializer(JSONSerializer):
    """Write and read JSON. Pickle would let anybody who can write to Redis run code here."""

    def loads(self, value: bytes) -> Any:
        """Return the value, or None, which is a miss, for anything that is no JSON."""
        try:
            return super().loads(value)
        except (ValueError, RecursionError):
            return None
