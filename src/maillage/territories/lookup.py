"""Finding a territory by its code: what a code can be, and the nearest one when it is nothing."""

import re

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maillage.territories.enums import Kind
from maillage.territories.models import PostalCode, Territory

# Every code of commune: two digits of département (2A and 2B for Corsica, 97 and 98 overseas) and three of rank.
COMMUNE = re.compile(r"^(0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5])\d{3}$|^9[78]\d{3}$")
CORSICA = re.compile(r"^20(\d{3})$")
FIVE_DIGITS = re.compile(r"^\d{5}$")
SIREN = re.compile(r"^\d{9}$")
NEAREST = 3


def explain_unknown(code: str) -> str:
    """Say in French why a code leads nowhere and what to do."""
    code = code.strip()[:60]
    if CORSICA.match(code):
        text = _(
            "Le code %(code)s est impossible : en Corse, les codes de communes commencent par 2A ou 2B, comme 2A004."
        )
    elif FIVE_DIGITS.match(code) and not COMMUNE.match(code):
        text = _("Le code %(code)s est impossible : aucun département ne commence ainsi.")
    elif COMMUNE.match(code.upper()):
        text = _(
            "Aucune commune actuelle n’a le code %(code)s. Vérifiez ses chiffres, ou cherchez la commune par son nom."
        )
    elif SIREN.match(code):
        text = _(
            "Aucune intercommunalité n’a le SIREN %(code)s. Vérifiez ses neuf chiffres, ou cherchez-la par son nom."
        )
    else:
        text = _("Aucun territoire n’a l’adresse « %(code)s ». Cherchez-le par son nom ou par son code postal.")
    return text % {"code": code}


def nearest_codes(code: str) -> list[Territory]:
    """Return what the writer of a code may have meant: Corsica's two halves, a former commune, the ranks around."""
    code = code.strip().upper()[:60].split("-")[0]
    corsica = CORSICA.match(code)
    if corsica:
        return list(Territory.objects.filter(code__in=[f"2A{corsica[1]}", f"2B{corsica[1]}"]).order_by("code"))
    if not COMMUNE.match(code):
        return []
    former = list(Territory.objects.filter(official_code=code).order_by("code"))
    if former:
        return former
    ranked = Territory.objects.filter(kind=Kind.COMMUNE, code__startswith=code[:2], is_fictitious=False)
    around = [
        *ranked.filter(code__gt=code).order_by("code")[:NEAREST],
        *ranked.filter(code__lt=code).order_by("-code")[:NEAREST],
    ]
    return sorted(around, key=lambda each: abs(int(each.code[2:]) - int(code[2:])))[:NEAREST]


def communes_of_postal_code(code: str) -> list[Territory]:
    """Return the communes that a postal code serves, by name; a city's arrondissement goes with its city."""
    served = PostalCode.objects.filter(code=code).values("commune")
    return list(Territory.objects.filter(id__in=served).order_by("folded_name"))


def find_by_words(words: str) -> QuerySet[Territory]:
    """Return the territories that words may name: a code, a postal code, else every word in the name."""
    words = words.replace("\x00", "").strip()
    if any(character.isdigit() for character in words):
        exact = {words.upper(), words.lower()}
        found = set(
            Territory.objects.filter(Q(code__in=exact) | Q(official_code__in=exact)).values_list("pk", flat=True)
        ) | set(PostalCode.objects.filter(code=words).values_list("commune_id", flat=True))
        if found:
            return Territory.objects.filter(pk__in=found)
    return Territory.objects.named(words)
