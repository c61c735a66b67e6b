"""Small words of the pages of territories."""

from django import template

from maillage.territories.enums import Kind
from maillage.territories.models import Territory
from maillage.territories.selectors.page import Page
from maillage.territories.wording import neighbours_of

register = template.Library()


@register.filter
def containers(page: Page) -> list[Territory]:
    """Return what a territory lies in, but the départements and regions already said with their counts."""
    said = {area.code for area in page.areas}
    return [each for each in page.ancestors if each.code not in said]


@register.filter
def has_grouped_parts(page: Page) -> bool:
    """Tell whether some parts of a perimeter are made of communes themselves."""
    return any(group.nature != Kind.COMMUNE for group in page.groups)


@register.filter
def neighbours_heading(group: Territory) -> str:
    """Return "Les autres communes de la communauté de communes du Val"."""
    return neighbours_of(group)


@register.filter
def only_here(territory: Territory) -> str:
    """Return the filters of a map of the organisations here."""
    return f"kind=organisation&territory={territory.code}"


@register.filter
def first_upper(text: str) -> str:
    """Return the text with its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


@register.filter
def plain(number: int) -> str:
    """Write a year: a number without a space inside."""
    return str(number)
