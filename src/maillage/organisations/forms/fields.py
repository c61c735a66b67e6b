"""Fields of our own: places by name or code, coordinates, texts with a limit that loses nothing."""

from collections import defaultdict
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.core.components.typography import french_number
from maillage.organisations.domain.organisations import clean_name
from maillage.territories.enums import Kind
from maillage.territories.lookup import explain_unknown, find_by_words
from maillage.territories.models import Territory
from maillage.territories.querysets import fold_name
from maillage.themes.models import Concept

COMMUNE_LIKE = (Kind.COMMUNE, Kind.ARRONDISSEMENT, Kind.DELEGUEE, Kind.ASSOCIEE)
MOST_LINES = 300
SHOWN_CHOICES = 8


class NameField(forms.CharField):
    """A name: what is typed too long stays in the field, with a message."""

    def clean(self, value: Any) -> str:
        return clean_name(super().clean(value))


class LimitedField(forms.CharField):
    """A text with a limit said in words; the browser never cuts what is pasted."""

    def __init__(self, *, limit: int, **options: Any) -> None:
        super().__init__(**options)
        self.limit = limit

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if len(text) > self.limit:
            raise ValidationError(
                _("Ce texte compte %(count)s caractères ; %(limit)s au plus. Rien n’est perdu : raccourcissez-le ici."),
                params={"count": french_number(len(text)), "limit": french_number(self.limit)},
                code="max_length",
            )
        return text


class DegreesField(forms.CharField):
    """A latitude or a longitude, with a comma or a point."""

    def clean(self, value: Any) -> float | None:
        text = str(super().clean(value)).replace(",", ".").replace("°", "").replace("\u2212", "-").strip()
        if not text:
            return None
        try:
            degrees = float(text)
        except ValueError as error:
            raise ValidationError(_("Écrivez un nombre en degrés, par exemple 50,4512."), code="degrees") from error
        if not abs(degrees) <= 180:
            raise ValidationError(_("Un nombre de degrés va de −180 à 180."), code="degrees")
        return degrees


class CommuneField(forms.CharField):
    """A commune by its name, its INSEE code or its postal code; several answers are listed to choose from."""

    def clean(self, value: Any) -> Territory | None:
        words = str(super().clean(value)).strip()
        if not words:
            return None
        first = words.split()[0]
        exact = Territory.objects.resolve(first)
        if exact is not None and exact.kind in COMMUNE_LIKE:
            return exact
        found = list(
            find_by_words(words[:200]).filter(kind__in=COMMUNE_LIKE).order_by("folded_name")[: SHOWN_CHOICES + 30]
        )
        named = [territory for territory in found if territory.folded_name == fold_name(words)]
        if len(found) == 1 or len(named) == 1:
            return (named or found)[0]
        if not found:
            message = (
                explain_unknown(first)
                if any(each.isdigit() for each in first)
                else _("Aucune commune de ce nom. Vérifiez l’orthographe, ou écrivez son code postal.")
            )
            raise ValidationError(message, code="unknown")
        choices = ", ".join(f"{each.code} {each.name}" for each in (named or found)[:SHOWN_CHOICES])
        raise ValidationError(
            _("Plusieurs communes conviennent. Écrivez le code de la bonne : %(choices)s%(more)s."),
            params={"choices": choices, "more": "…" if len(named or found) > SHOWN_CHOICES else ""},
            code="several",
        )


class TerritoriesField(forms.CharField):
    """Territories of any kind, one a line, by code or by exact name; gives a list."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[Territory]:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(
                _("Cette liste a plus de %(limit)d lignes : désignez un territoire plus large."),
                params={"limit": MOST_LINES},
            )
        codes = {variant for line in lines for variant in _variants(line)}
        names = {fold_name(line) for line in lines}
        by_code = {territory.code: territory for territory in Territory.objects.filter(code__in=codes)}
        by_name: dict[str, list[Territory]] = defaultdict(list)
        for territory in Territory.objects.filter(folded_name__in=names).order_by("code"):
            by_name[territory.folded_name].append(territory)
        read, problems = {}, []
        for line in lines:
            found = next((by_code[code] for code in _variants(line) if code in by_code), None)
            homonyms = by_name.get(fold_name(line), [])
            if found is None and len(homonyms) == 1:
                found = homonyms[0]
            if found is not None:
                read[found.pk] = found
            elif homonyms:
                choices = ", ".join(f"{each.code} ({each.kind_label.lower()})" for each in homonyms[:SHOWN_CHOICES])
                problems.append(
                    _("« %(line)s » : plusieurs territoires portent ce nom. Écrivez le code : %(choices)s.")
                    % {"line": line[:80], "choices": choices}
                )
            else:
                problems.append(_("« %(line)s » : aucun territoire de ce nom ou de ce code.") % {"line": line[:80]})
        if problems:
            raise ValidationError([ValidationError(problem) for problem in problems[:20]])
        return list(read.values())


class ConceptChoiceField(forms.ChoiceField):
    """One concept of the version in use of a framework; gives the concept, or None."""

    def __init__(self, *, framework: str, empty: Any, **options: Any) -> None:
        super().__init__(choices=lambda: [("", empty), *concept_choices(framework)], **options)
        self.framework = framework

    def clean(self, value: Any) -> Concept | None:
        code = super().clean(value)
        return Concept.objects.current(self.framework).get(code=code) if code else None


class ConceptsField(forms.MultipleChoiceField):
    """Several concepts of the version in use of a framework; gives a list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(
        self, *, framework: str, numbered: bool = False, top: bool = False, nested: bool = False, **options: Any
    ) -> None:
        flat = partial(concept_choices, framework, numbered=numbered, top=top)
        super().__init__(choices=partial(nested_choices, framework) if nested else flat, **options)
        self.framework = framework

    def clean(self, value: Any) -> list[Concept]:
        return list(Concept.objects.current(self.framework).filter(code__in=super().clean(value)))


def nested_choices(framework: str) -> list[tuple[str, str]]:
    """Return (code, label) where each label says the broader concept first: one query."""
    rows = Concept.objects.current(framework).select_related("broader")
    return [
        (each.code, f"{each.broader.label} : {each.label.lower()}" if each.broader else f"{each.label}, sans préciser")
        for each in rows
    ]


def concept_choices(framework: str, *, numbered: bool = False, top: bool = False) -> list[tuple[str, str]]:
    """Return (code, label) in the order of the framework: one query."""
    concepts = Concept.objects.current(framework)
    rows: QuerySet[Concept, tuple[str, str]] = (concepts.top() if top else concepts).values_list("code", "label")
    return [(code, f"{code}. {label}" if numbered else label) for code, label in rows]


def write_territories(territories: list[Territory]) -> str:
    """Write territories as `TerritoriesField` reads them back: code, then name, one a line."""
    return "\n".join(f"{territory.code} {territory.name}" for territory in territories)


def _variants(line: str) -> list[str]:
    first = line.split(maxsplit=1)[0]
    return [first, first.upper(), first.lower()]
