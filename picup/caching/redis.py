"""What django-redis is made of here (settings.CACHES): commands through a circuit, values that are data only."""

from typing import Any

from django_redis.serializers.json import JSONSerializer
from redis import Redis
from redis.exceptions import ConnectionError

from picup.caching.circuit import Circuit, Open

# Django makes a client for each thread; whether the server answers is the same for all.
circuit = Circuit()


class GuardedRedis(Redis):
    """Every failure is a ConnectionError, of which django-redis makes a miss (IGNORE_EXCEPTIONS)."""

    def execute_command(self, *args, **options):
        try:
            return circuit.run(lambda: super(GuardedRedis, self).execute_command(*args, **options))
        except Open:
            raise ConnectionError("The cache is not asked now.") from None
        except Exception as error:
            # Also what is no answer in the protocol's terms, or a refusal (no memory left, read-only).
            raise ConnectionError(str(error)) from error


class DataSerializer(JSONSerializer):
    """Not pickle, by which whoever can write to Redis could run code here. What is no JSON is a miss."""

    def loads(self, value: bytes) -> Any:
        try:
            return super().loads(value)
        except (ValueError, RecursionError):
            return None
