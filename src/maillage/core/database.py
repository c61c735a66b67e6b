"""Database functions of our own, where PostgreSQL's extensions cannot be counted on."""

from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db.models import CharField, Func


class Fold(Func):
    """The SQL twin of `core.text.fold`: for order and comparison of names, whatever the server's collation."""

    function = "maillage_fold"
    output_field = CharField()


class IntegerPoint(Func):
    """An integer as a range of one value, so that it can stand in a GiST exclusion without the btree_gist extension."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"

    def as_sql(self, *args: Any, **context: Any) -> tuple[str, Any]:
        """Write the expression, hence its parameters, twice."""
        sql, parameters = super().as_sql(*args, **context)
        return sql, (*parameters, *parameters)


class TextPoint(IntegerPoint):
    """A short code as a range of one value, by its hash, for the same use."""

    template = "%(function)s(hashtext(%(expressions)s), hashtext(%(expressions)s), '[]')"


class DayRange(Func):
    """`daterange(from, to)`, half open."""

    function = "daterange"
    output_field = DateRangeField()
