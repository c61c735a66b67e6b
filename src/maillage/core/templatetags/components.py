"""The tags and filters of the interface; every option is checked, every component is shown at /composants/."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template import Context, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from maillage.core import articles
from maillage.core.components import fields, marks, paging, typography, worlds
from maillage.core.components.strict import one_of

register = template.Library()

register.simple_tag(worlds.world_icon, name="world_icon")
register.simple_tag(worlds.world_badge, name="world")
register.simple_tag(marks.icon, name="icon")
register.simple_tag(marks.status, name="status")
register.simple_tag(marks.doubt, name="doubt")
register.simple_tag(marks.button, name="button")
register.simple_tag(marks.link_button, name="link_button")
register.filter("fr_number", typography.french_number)
register.filter("fr_date", typography.french_date)
register.filter("iso_date", typography.iso_date)
register.filter("counted", typography.counted)
register.filter("typo", typography.typo)
register.filter("of_name", articles.of_name)
register.filter("to_name", articles.to_name)

NOTICES = {"info": "info", "success": "check", "warning": "warning", "danger": "warning"}
LEVELS = (2, 3, 4)
MISSING = _("à renseigner")
SEARCH_LABEL = _("Chercher un territoire, une organisation, un thème")
SEARCH_EXAMPLE = _("une commune, une organisation, un besoin…")
NO_CHOICE = _("Rien à filtrer ici.")
MAP_LABEL = _("Carte des organisations")
THIS_PAGE = _("cette page")


@register.simple_tag
def worlds_legend() -> SafeString:
    """The five shapes with their names, for maps and charts."""
    items = format_html_join("", "<li>{}</li>", ((worlds.world_badge(code),) for code in worlds.WORLDS))
    return format_html('<ul class="worlds">{}</ul>', items)


@register.simple_tag
def facet_label(facet: str, value: str) -> str:
    """Name a world by its code, leave any other value as it is."""
    return worlds.WORLDS[value].label if facet == "world" and value in worlds.WORLDS else value


@register.inclusion_tag("components/weave.html")
def weave() -> dict[str, Any]:
    """The woven motif of the home page: purely decorative."""
    return {}


@register.inclusion_tag("components/logo.html")
def logo() -> dict[str, Any]:
    """The mark of Maillage: purely decorative, the name is beside it."""
    return {}


@register.simple_block_tag
def card(content: str, title: Any, url: str = "", meta: Any = "", level: int = 3) -> str:
    """A card: its title is the link, the whole surface is its target; the body is the block."""
    if level not in LEVELS:
        raise TemplateSyntaxError(f"{{% card %}}: level={level!r} is not one of {LEVELS}.")
    context = {"content": content, "title": title, "url": url, "meta": meta, "level": level}
    return render_to_string("components/card.html", context)


@register.simple_block_tag
def facts(content: str) -> str:
    """Labelled pairs; inside, one `{% fact %}` a pair."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: Any, missing: Any = MISSING) -> str:
    """A labelled pair; an empty value is said in words (`missing`), never left blank."""
    text = content.strip()
    value = content if text else format_html('<span class="missing">{}</span>', missing)
    return format_html("<dt>{}</dt><dd>{}</dd>", label, value)


@register.simple_block_tag
def figures(content: str) -> str:
    """A band of big numbers; inside, one `{% figure %}` each."""
    return format_html('<dl class="figures">{}</dl>', content)


@register.simple_tag
def figure(value: Any, label: Any, url: str = "") -> SafeString:
    """A big number written the French way and what it counts; `url` leads to the list."""
    number = typography.french_number(value)
    shown = format_html('<a href="{}">{}</a>', url, number) if url else number
    return format_html('<div class="figure"><dt>{}</dt><dd>{}</dd></div>', label, shown)


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*parts: Any, current: Any) -> dict[str, Any]:
    """The way here: label and address by turns (or one list of such pairs), then the page itself as `current`."""
    pairs: list[tuple[Any, str]]
    if len(parts) == 1 and not isinstance(parts[0], str):
        pairs = [(label, url) for label, url in parts[0]]
    elif len(parts) % 2:
        raise TemplateSyntaxError("{% breadcrumbs %}: labels and addresses go in pairs.")
    else:
        pairs = list(zip(parts[::2], parts[1::2], strict=True))
    return {"pairs": pairs, "current": current}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: Context, page: Page[Any] | int, last: int | None = None, parameter: str = "page", anchor: str = ""
) -> dict[str, Any]:
    """Pages of a list that keep the query; give a Django page, or a number and the last one.

    `anchor` is where the list is on a page that shows more.
    """
    if isinstance(page, Page):
        number, last = page.number, page.paginator.num_pages
    elif last is None:
        raise TemplateSyntaxError("{% pagination %}: a page number needs last=.")
    else:
        number = page
    return paging.page_links(context["request"], number, last, parameter, anchor)


@register.simple_block_tag
def say(content: str) -> str:
    """A sentence that reads the figures or the picture beside it."""
    return format_html('<div class="say"><p>{}</p></div>', content)


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: Any = "") -> str:
    """A message in the page; `danger` is announced at once (role alert), others politely (role status)."""
    sign = NOTICES[one_of("notice", "kind", kind, NOTICES)]
    context = {"content": content, "kind": kind, "title": title, "icon": sign}
    return render_to_string("components/notice.html", context)


@register.simple_block_tag
def empty_state(content: str, title: Any, action: Any = "", url: str = "", level: int = 2) -> str:
    """What will be here, an example, the first step (`action` and its `url`)."""
    if bool(action) != bool(url):
        raise TemplateSyntaxError("{% empty_state %}: action and url go together.")
    context = {"content": content, "title": title, "action": action, "url": url, "level": level}
    return render_to_string("components/empty.html", context)


@register.inclusion_tag("components/as_of.html")
def as_of_band(day: date, url: str, subject: Any = THIS_PAGE) -> dict[str, Any]:
    """Say at which past date the page is seen; `url` is the same page today."""
    return {"day": day, "url": url, "subject": subject}


@register.simple_block_tag
def data_table(content: str, caption: Any, stack: bool = True, caption_hidden: bool = False) -> str:
    """A table with its caption, reachable by keyboard when it overflows; `stack` turns rows into blocks on phones.

    The block is the thead and tbody. Stacked cells say their column by `data-label`.
    """
    context = {"content": content, "caption": caption, "stack": stack, "caption_hidden": caption_hidden}
    return render_to_string("components/table.html", context)


@register.simple_block_tag
def source_footer(content: str, links: Iterable[tuple[Any, str]] = ()) -> str:
    """Source, licence, confirmation and what is missing, then quiet links (label, address)."""
    return render_to_string("components/source.html", {"content": content, "links": list(links)})


@register.inclusion_tag("components/search_box.html", takes_context=True)
def search_box(
    context: Context,
    q: str = "",
    variant: str = "normal",
    label: Any = SEARCH_LABEL,
    label_shown: bool = False,
    placeholder: Any = SEARCH_EXAMPLE,
    kind: str = "",
    id: str = "search-q",  # noqa: A002 the name of the attribute
) -> dict[str, Any]:
    """The search box: a plain GET form, with suggestions as one types when scripts run. `kind` narrows to one kind."""
    one_of("search_box", "variant", variant, ("normal", "header", "hero"))
    return {
        "q": q,
        "variant": variant,
        "label": label,
        "label_shown": label_shown,
        "placeholder": placeholder,
        "kind": kind,
        "id": id,
    }


@register.inclusion_tag("components/facet.html")
def facet(
    legend: Any,
    name: str,
    choices: Iterable[Any],
    open: bool = False,  # noqa: A002 the name of the attribute
    empty: Any = NO_CHOICE,
) -> dict[str, Any]:
    """A group of boxes of the filter form; a choice has `value`, `count`, `selected` and maybe `label`."""
    read = [_read_choice(name, choice) for choice in choices]
    return {
        "legend": legend,
        "name": name,
        "choices": read,
        "open": open or any(choice["selected"] for choice in read),
        "empty": empty,
        "chosen": sum(bool(choice["selected"]) for choice in read),
    }


def _read_choice(name: str, choice: Any) -> dict[str, Any]:
    def get(key: str, default: Any) -> Any:
        return choice.get(key, default) if isinstance(choice, Mapping) else getattr(choice, key, default)

    value = get("value", "")
    return {
        "value": value,
        "label": get("label", "") or facet_label(name, str(value)),
        "count": get("count", None),
        "selected": get("selected", False),
        "world": value if name == "world" and value in worlds.WORLDS else "",
    }


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, why: Any = "", hint: Any = "", label: Any = "") -> dict[str, Any]:
    """A field of a form: label, why it is asked, format hint, error, control."""
    return fields.field_context(bound, why=why, hint=hint, label=label)


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """Every field of a form in its order, hidden ones included."""
    return {"form": form}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """What is to be corrected, each with a link to its field; nothing when the form has no error."""
    return {"errors": fields.error_links(form) if form.is_bound else []}


@register.inclusion_tag("components/map.html")
def map_island(
    url: str,
    label: Any = MAP_LABEL,
    variant: str = "normal",
    center: str = "",
    zoom: float | None = None,
    outline: str = "",
    shape: str = "",
    query: str = "",
    list_id: str = "",
    follow: bool = False,
    tiles: str = "",
    id: str = "carte",  # noqa: A002 the name of the attribute
) -> dict[str, Any]:
    """A map beside its list. `center` is "lat,lon"; `outline` département codes; `query` fixed filters.

    `shape` is the address of a contour (GeoJSON), drawn instead of the départements.

    With `follow` the filters and the position are those of the address of the page. `list_id` is the id of the
    equivalent list. `tiles` is an optional online base map.
    """
    one_of("map_island", "variant", variant, ("normal", "small", "fill"))
    return {
        "url": url,
        "label": label,
        "variant": variant,
        "center": center,
        "zoom": "" if zoom is None else str(zoom),
        "outline": outline,
        "shape": shape,
        "query": query,
        "list_id": list_id,
        "follow": follow,
        "tiles": tiles,
        "id": id,
    }
