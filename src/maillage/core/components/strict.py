"""Options of a component are a closed list: a typing mistake stops the page in development and in tests."""

from collections.abc import Iterable

from django.template import TemplateSyntaxError


def one_of(component: str, option: str, value: str, allowed: Iterable[str]) -> str:
    """Return `value`; raises TemplateSyntaxError, with the list, when it is not one of `allowed`."""
    choices = tuple(allowed)
    if value not in choices:
        raise TemplateSyntaxError(f"{{% {component} %}}: {option}={value!r} is not one of {', '.join(choices)}.")
    return value
