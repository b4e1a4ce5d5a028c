"""A query that is compiled once and asked many times.

Django compiles a QuerySet anew each time it is asked, and of a photo's thumb that was two thirds of the whole answer.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connections
from django.db.models import QuerySet


class Prepared:
    """Called with the arguments of `build` by name, it returns the first row or None; `all` returns up to `most` rows.

    `build` returns a `values_list` for them. `examples` are values of the same types, all different, by which each
    argument's place in the SQL is found. Columns come as the database gives them: times and booleans are not
    converted, encrypted ones not decrypted.
    """

    def __init__(self, build: Callable[..., QuerySet], *, most: int = 1, **examples: Any):
        self.build, self.most, self.examples = build, most, examples
        self.compiled = cache(self.compile)

    def __call__(self, **arguments: Any) -> tuple | None:
        return next(iter(self.all(**arguments)), None)

    def all(self, **arguments: Any) -> Sequence[tuple]:
        alias = self.alias()
        sql, places = self.compiled(alias)
        with connections[alias].cursor() as cursor:
            cursor.execute(sql, [adapted(alias, arguments[name]) for name in places])
            return cursor.fetchall()

    def alias(self) -> str:
        """Asked each time: which database is read from may change."""
        return self.queryset.db

    @property
    def queryset(self) -> QuerySet:
        if not hasattr(self, "_queryset"):
            self._queryset = self.build(**self.examples)[: self.most]
        return self._queryset

    def compile(self, alias: str) -> tuple[str, list[str]]:
        """The SQL, and the arguments' names in the order in which it wants them."""
        names = {adapted(alias, value): name for name, value in self.examples.items()}
        sql, parameters = self.queryset.query.get_compiler(alias).as_sql()
        return sql, [names[parameter] for parameter in parameters]


def adapted(alias: str, value: Any) -> Any:
    return connections[alias].ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
