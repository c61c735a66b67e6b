"""Database functions of our own, where PostgreSQL's extensions cannot be counted on."""

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


class DayRange(Func):
    """`daterange(from, to)`, half open."""

    function = "daterange"
    output_field = DateRangeField()
