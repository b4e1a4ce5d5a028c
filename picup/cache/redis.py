"""The client and the serializer of django-redis (settings.CACHES)."""

from typing import Any

from django_redis.serializers.json import JSONSerializer
from redis import Redis
from redis.exceptions import ConnectionError

from picup.cache.circuit import Circuit, Open

# Django makes a client for each thread; whether the server answers is the same for all.
circuit = Circuit()


class GuardedRedis(Redis):
    """Ask the server through the circuit. Raise `ConnectionError` for every failure: django-redis makes a miss of
    it (IGNORE_EXCEPTIONS), but not of all that a client raises."""

    def execute_command(self, *args, **options):
        try:
            return circuit.run(lambda: super(GuardedRedis, self).execute_command(*args, **options))
        except Open:
            raise ConnectionError("The cache is not asked now.") from None
        except Exception as error:
            # Also an answer that breaks the protocol, and a refusal (no memory left, read-only).
            raise ConnectionError(str(error)) from error


class DataSerializer(JSONSerializer):
    """Write and read JSON. Not pickle: whoever can write to Redis could run code here. What is no JSON is a miss."""

    def loads(self, value: bytes) -> Any:
        try:
            return super().loads(value)
        except (ValueError, RecursionError):
            return None
