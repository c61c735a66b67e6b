"""Fields that name a thing by what people type: exact names are read, others are answered by proposals to choose from.

A line is a text, the key that a suggestion put beside it (when scripts run) and the proposal chosen under it (without).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.core.audiences import tokens_for
from maillage.core.components.worlds import WORLDS
from maillage.core.database import Fold
from maillage.core.text import fold
from maillage.organisations.domain.organisations import clean_name
from maillage.organisations.models import Organisation
from maillage.organisations.search import KIND as ORGANISATION
from maillage.search import engine
from maillage.search.query import SearchQuery
from maillage.territories.enums import Kind
from maillage.territories.lookup import explain_unknown, find_by_words
from maillage.territories.models import Territory
from maillage.territories.querysets import fold_name
from maillage.territories.selectors import ancestor_codes

MOST_LINES = 30
MOST_PROPOSALS = 6
LONGEST_LINE = 300
NEW = "+"


class Line(NamedTuple):
    """What was typed on a line, the key that goes with it, and the proposal that was chosen."""

    text: str = ""
    key: str = ""
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A thing that a line may name."""

    value: str
    label: str
    details: str = ""


class Several(Exception):
    """A text names nothing by itself; `proposals` are what it may mean."""

    def __init__(self, message: str, proposals: list[Proposal]) -> None:
        super().__init__(message)
        self.message = message
        self.proposals = proposals


class PickInput(forms.Widget):
    """Lines of text; drawn by the `{% pick %}` tag."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Line]:
        texts, keys = (_all(data, wanted)[:MOST_LINES] for wanted in (name, f"{name}-key"))
        keys += [""] * (len(texts) - len(keys))
        return [
            Line(*map(_tidy, (text, key, data.get(f"{name}-pick-{rank}", ""))))
            for rank, (text, key) in enumerate(zip(texts, keys, strict=False))
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


class PickField(forms.Field):
    """Some things named by what is typed; gives a list, each once. `fewest` different ones are asked for.

    Set `reader` before use: proposals hold only what that reader may see. After a refusal `proposals` tells, by line,
    what the text may mean, and `settled` the lines that were understood.
    """

    widget = PickInput
    kind = ""
    lines = 4
    fewest = 0

    def __init__(self, *, lines: int = 4, fewest: int = 0, too_few: Any = "", **options: Any) -> None:
        super().__init__(**options)
        self.lines, self.fewest, self.too_few = lines, fewest, too_few
        self.reader: Any = None
        self.proposals: dict[int, list[Proposal]] = {}
        self.settled: dict[int, Line] = {}

    def clean(self, value: Any) -> Any:
        self.proposals, self.settled = {}, {}
        found: dict[Any, Any] = {}
        problems: list[ValidationError] = []
        for rank, line in enumerate(self.read(value)):
            if not line.text and not line.chosen:
                continue
            try:
                thing = self.resolve(line)
            except Several as several:
                self.proposals[rank] = several.proposals
                problems.append(ValidationError(several.message, code="several"))
            except ValidationError as error:
                problems.extend(error.error_list)
            else:
                self.settled[rank] = self.line_of(thing)
                found.setdefault(thing if isinstance(thing, str) else thing.pk, thing)
        if problems:
            raise ValidationError(problems)
        if len(found) < self.fewest:
            raise ValidationError(self.too_few or self.error_messages["required"], code="required")
        return list(found.values())

    def read(self, value: Any) -> list[Line]:
        """Return the lines from what was typed or from the things stored."""
        return [self.line_of(each) for each in _list(value)]

    def shown(self, value: Any) -> list[Line]:
        """Return the lines to show again: those that were understood bear the name and the key of their thing."""
        return [self.settled.get(rank, line) for rank, line in enumerate(self.read(value))]

    def line_of(self, thing: Any) -> Line:
        """Return the line that shows a thing; a line stays as it is."""
        return thing if isinstance(thing, Line) else Line(self.label_of(thing), self.key_of(thing))

    def say(self, value: Any) -> str:
        """Write the lines, stored or typed, in words."""
        return ", ".join(line.text for line in self.read(value) if line.text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.say(initial) != self.say(data)

    def resolve(self, line: Line) -> Any:
        """Return what a line names. Raises Several, ValidationError."""
        if line.chosen:
            thing = self.by_key(line.chosen)
            if thing is not None:
                return thing
        if line.key:
            thing = self.by_key(line.key)
            if thing is not None and fold(self.label_of(thing)) == fold(line.text):
                return thing
        return self.by_text(line.text)

    def by_key(self, key: str) -> Any:
        """Return the thing of that key among those that the reader may see, or None."""
        raise NotImplementedError

    def by_text(self, text: str) -> Any:
        """Return the thing that a text names exactly. Raises Several."""
        raise NotImplementedError

    def label_of(self, thing: Any) -> str:
        """Return the text that names a thing."""
        return str(thing.name)

    def key_of(self, thing: Any) -> str:
        """Return the key that names a thing for sure."""
        return str(thing.slug)


class OrganisationsField(PickField):
    """Organisations that the reader may see, by name, acronym, former name or address of their page.

    With `may_add`, a name that nobody bears yet may be chosen as it is: the list then holds that text.
    """

    kind = ORGANISATION

    def __init__(self, *, may_add: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.may_add = may_add

    def resolve(self, line: Line) -> Any:
        if self.may_add and (line.chosen == NEW or line.key == NEW + line.text):
            return clean_name(line.text)
        return super().resolve(line)

    def line_of(self, thing: Any) -> Line:
        return Line(thing, NEW + thing) if isinstance(thing, str) else super().line_of(thing)

    def by_key(self, key: str) -> Organisation | None:
        found: Organisation | None = self._rows().filter(Q(slug=key) | Q(former_slugs__slug=key)).first()
        return found

    def by_text(self, text: str) -> Organisation:
        if address := _page_of(text, "organisations"):
            found = self.by_key(address)
            if found is None:
                raise ValidationError(_("« %(text)s » : aucune fiche à cette adresse.") % {"text": text[:80]})
            return found
        named = self._named(text)
        if len(named) == 1:
            return named[0]
        rows = named or self._close(text)
        proposals = [
            Proposal(value=each.slug, label=each.name, details=_details(each)) for each in rows[:MOST_PROPOSALS]
        ]
        if self.may_add:
            proposals.append(Proposal(value=NEW, label=_("Ajouter « %(name)s » comme nouvelle fiche") % {"name": text}))
        if named:
            message = _("« %(text)s » : plusieurs organisations portent ce nom. Choisissez la bonne dessous.")
        elif rows:
            message = _("« %(text)s » : aucune organisation ne porte exactement ce nom. Choisissez dessous.")
        elif self.may_add:
            message = _("« %(text)s » : pas encore de fiche à ce nom. Choisissez dessous de l’ajouter, ou corrigez-le.")
        else:
            message = _("« %(text)s » : aucune organisation de ce nom. Vérifiez l’orthographe, ou ajoutez sa fiche.")
        raise Several(message % {"text": text[:80]}, proposals)

    def _rows(self) -> Any:
        return Organisation.objects.visible_to(self.reader).select_related("seat")

    def _named(self, text: str) -> list[Organisation]:
        folded = fold(text)
        if not folded:
            return []
        rows = self._rows().annotate(folded=Fold("name"), other=Fold("names__name"))
        same = Q(folded=folded) | Q(other=folded) | Q(acronym__iexact=text)
        return list(rows.filter(same).order_by("pk").distinct("pk")[:MOST_PROPOSALS])

    def _close(self, text: str) -> list[Organisation]:
        kinds, audiences, current = {"kind": (self.kind,)}, tokens_for(self.reader), engine.current()
        hits = current.suggest(text, audiences, MOST_PROPOSALS, kinds)
        asked = SearchQuery(text=text, filters=kinds, audiences=audiences, per_page=MOST_PROPOSALS)
        for hit in current.search(asked).hits:
            if hit.key not in {each.key for each in hits}:
                hits.append(hit)
        ranks = {hit.key.partition(":")[2]: rank for rank, hit in enumerate(hits)}
        return sorted(self._rows().filter(public_id__in=list(ranks)), key=lambda each: ranks[str(each.public_id)])


class OrganisationField(OrganisationsField):
    """One organisation, or None."""

    def __init__(self, **options: Any) -> None:
        required = options.get("required", True)
        super().__init__(lines=1, fewest=1 if required else 0, **options)

    def clean(self, value: Any) -> Any:
        return next(iter(super().clean(value)), None)


class TerritoryField(PickField):
    """One territory of any kind, by name, code or postal code, or None."""

    kind = "territory"

    def __init__(self, **options: Any) -> None:
        required = options.get("required", True)
        super().__init__(lines=1, fewest=1 if required else 0, **options)

    def clean(self, value: Any) -> Any:
        return next(iter(super().clean(value)), None)

    def key_of(self, thing: Any) -> str:
        return str(thing.address)

    def by_key(self, key: str) -> Territory | None:
        return Territory.objects.resolve(key)

    def by_text(self, text: str) -> Territory:
        words = (_page_of(text, "territoires") or text).split()
        if not words:
            raise ValidationError(self.error_messages["required"], code="required")
        coded = Territory.objects.resolve(words[0])
        if coded is not None and (len(words) == 1 or fold_name(" ".join(words[1:])) == coded.folded_name):
            return coded
        found = list(find_by_words(text[:200]).order_by("-communes_count", "folded_name")[:60])
        same = fold_name(text)
        named = [each for each in found if each.folded_name == same or fold_name(each.title) == same]
        if len(named or found) == 1:
            return (named or found)[0]
        if not found:
            first = words[0]
            message = (
                explain_unknown(first)
                if any(each.isdigit() for each in first)
                else _("« %(text)s » : aucun territoire de ce nom. Vérifiez l’orthographe, ou écrivez son code.")
            )
            raise ValidationError(message % {"text": text[:80]} if "%(text)s" in message else message, code="unknown")
        proposals = _placed((named or found)[:MOST_PROPOSALS])
        message = _("« %(text)s » : plusieurs territoires conviennent. Choisissez le bon dessous.")
        raise Several(message % {"text": text[:80]}, proposals)


def _placed(territories: list[Territory]) -> list[Proposal]:
    """Tell territories of one name apart by what they are and the département they are in."""
    codes = ancestor_codes({each.pk for each in territories})
    known = Territory.objects.of_kind(Kind.DEPARTEMENT, Kind.COM).filter(
        code__in={code for found in codes.values() for code in found}
    )
    areas = dict(known.values_list("code", "name"))
    return [
        Proposal(
            value=each.address,
            label=each.title,
            details=", ".join(
                [each.kind_label, *(areas[code] for code in codes[each.pk] if code in areas and code != each.code)]
            ),
        )
        for each in territories
    ]


def _all(data: Any, name: str) -> list[str]:
    if hasattr(data, "getlist"):
        return [str(each) for each in data.getlist(name)]
    value = data.get(name)
    return [str(each) for each in value] if isinstance(value, list | tuple) else [] if value is None else [str(value)]


def _tidy(typed: str) -> str:
    return typed.replace("\x00", "").strip()[:LONGEST_LINE]


def _list(value: Any) -> Iterable[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list | tuple) and not isinstance(value, Line) else [value]


def _page_of(text: str, section: str) -> str:
    """Return the last part of the address of a page of that section of the site, "" for any other text."""
    parts = [part for part in urlsplit(text.strip()).path.split("/") if part]
    return parts[1] if len(parts) == 2 and parts[0] == section else ""


def _details(organisation: Organisation) -> str:
    world = WORLDS[organisation.world].short if organisation.world in WORLDS else ""
    seat = organisation.seat.name if organisation.seat else ""
    return " · ".join(filter(None, [str(world), seat]))
