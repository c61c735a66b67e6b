"""How the facts and the forms of alliances are written on their pages."""

from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from maillage.alliances.enums import TieState
from maillage.alliances.forms.picking import Line, PickField
from maillage.alliances.models import Relation
from maillage.alliances.selectors.requests import say_relation
from maillage.core import clock
from maillage.core.articles import join_name
from maillage.core.components.fields import described_by
from maillage.core.components.marks import status
from maillage.core.components.worlds import WORLDS
from maillage.core.dates import ONE_DAY, Dated, Precision, describe_period, write_date

register = template.Library()
register.filter("said", say_relation)

PILLS = {
    TieState.CONFIRMED: "ok",
    TieState.DECLARED: "neutral",
    TieState.SILENT: "wait",
    TieState.CONTESTED: "doubt",
}


@register.inclusion_tag("alliances/_pick.html")
def pick(bound: BoundField, placeholder: Any = "") -> dict[str, Any]:
    """A field that names things: one line or several, with the proposals of a refusal under each."""
    field = bound.field
    if not isinstance(field, PickField):
        raise template.TemplateSyntaxError("{% pick %}: not a field to pick from.")
    lines = field.shown(bound.value())
    if len(lines) < field.lines:
        lines += [Line()] * (field.lines - len(lines))
    elif field.lines > 1 and all(line.text for line in lines):
        lines += [Line()]
    single = field.lines == 1
    return {
        "id": bound.auto_id,
        "name": bound.html_name,
        "kind": field.kind,
        "label": bound.label,
        "why": bound.help_text,
        "hint": "",
        "errors": bound.errors,
        "optional": not field.required,
        "described_by": described_by(bound, why=bound.help_text, hint=""),
        "rows": [
            {
                "rank": rank,
                "id": bound.auto_id if rank == 0 else f"{bound.auto_id}_{rank}",
                "label": bound.label if single else _("%(label)s, ligne %(n)s") % {"label": bound.label, "n": rank + 1},
                "text": line.text,
                "key": line.key,
                "placeholder": placeholder if rank == 0 else "",
                "invalid": bool(bound.errors) and (rank in field.proposals or (not line.text and rank < field.fewest)),
                "proposals": field.proposals.get(rank, []),
            }
            for rank, line in enumerate(lines)
        ],
    }


@register.filter
def is_pick(bound: BoundField) -> bool:
    """Tell whether a field is drawn by `{% pick %}`."""
    return isinstance(bound.field, PickField)


@register.simple_tag
def tie_state(state: str) -> str:
    """The pill that says what the parties say of a tie."""
    return status(PILLS[TieState(state)], TieState(state).label)


@register.simple_tag
def towards(relation: Relation) -> SafeString:
    """What a relation is, then its second organisation as a link: "est membre du RAMEAU"."""
    words, name = join_name(relation.get_kind_display(), relation.to_organisation.name)
    return format_html('{}<a href="{}">{}</a>', words, relation.to_organisation.get_absolute_url(), name)


@register.filter
def held(fact: Dated) -> str:
    """Say since when, and until when if it is over, a fact holds; with neither known, the day that attests it."""
    if fact.period is None and fact.attested_on is None:
        return _("date inconnue")
    return describe_period(fact.period, fact.start_precision, fact.end_precision, fact.attested_on)


@register.filter
def since(fact: Dated) -> str:
    """Write the day a fact begins as precisely as it is known, "" when it is not."""
    if fact.period is None or fact.period.lower is None:
        return ""
    written = write_date(fact.period.lower, fact.start_precision)
    return _("%(date)s au moins") % {"date": written} if fact.start_precision == Precision.AT_LEAST else written


@register.filter
def left_on(fact: Dated) -> str:
    """Write the last day of a fact as precisely as it is known, "" when it is not over."""
    if fact.period is None or fact.period.upper is None:
        return ""
    return write_date(fact.period.upper - ONE_DAY, fact.end_precision)


@register.filter
def worlds_of(alliance: Any) -> list[str]:
    """Return the worlds around the table of an alliance that carries `around`, each once, in the order of arrival."""
    return list(dict.fromkeys(each.organisation.world for each in alliance.around))


@register.filter
def world_name(code: str) -> str:
    """Name a world in one or two words."""
    return str(WORLDS[code].short)


@register.filter
def is_over(fact: Dated) -> bool:
    """Tell whether a fact has ended by now."""
    return fact.period is not None and fact.period.upper is not None and fact.period.upper <= clock.today()
