"""French names of places in a sentence."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from maillage.core.components.typography import counted
from maillage.core.dates import ONE_DAY, write_date
from maillage.core.text import fold, unaccent
from maillage.territories.enums import Kind, PerimeterType
from maillage.territories.models import Territory
from maillage.territories.selectors.page import Page

# INSEE's "type de nom en clair": the preposition that binds a name which is stored without its article.
OF = {0: "de ", 1: "d’", 2: "du ", 3: "de la ", 4: "des ", 5: "de l’", 6: "des ", 7: "de las ", 8: "de los "}
ARTICLES = (("Le ", "du "), ("Les ", "des "), ("La ", "de la "), ("L'", "de l’"), ("L’", "de l’"), ("Aux ", "des "))
VOWELS = "aeiouyh"
METROPOLIS = "Métropole"


def of_place(name: str, liaison: int | None = None) -> str:
    """Return the name after "de": "de Lens", "d’Arras", "du Havre", "du Pas-de-Calais", "de l’Ain"."""
    for article, preposition in ARTICLES:
        if name.startswith(article):
            return preposition + name[len(article) :]
    if liaison and liaison > 1:
        return OF[liaison] + name
    elided = liaison == 1 or (not liaison and unaccent(name[:1]).lower() in VOWELS)
    return OF[1 if elided else 0] + name


def name_areas(names: Sequence[tuple[str, int | None]], most: int = 3) -> str:
    """Return "du Pas-de-Calais", "du Nord et de l’Aisne", "de 4 départements" after a noun."""
    if len(names) > most:
        return _("de %(n)s départements") % {"n": len(names)}
    written = [of_place(name, liaison) for name, liaison in names]
    return join_words(written)


def join_words(words: Sequence[str]) -> str:
    """Return "a", "a et b", "a, b et c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s et %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def count_inhabitants(population: int | None, year: int | None, *, mixed: bool = False) -> str:
    """Say a population: "6 799 habitants en 2023", "aucun habitant en 2023" for zero, "population inconnue" for None.

    `mixed`: a few of the populations summed are of other years.
    """
    if population is None:
        return str(_("population inconnue"))
    number = _("aucun habitant") if population == 0 else counted(population, _("habitant,habitants"))
    if not year:
        return _("%(people)s (année non précisée)") % {"people": number}
    said = _("%(people)s en %(year)s pour l’essentiel") if mixed else _("%(people)s en %(year)s")
    return said % {"people": number, "year": year}


def describe(page: Page) -> str:
    """Write the page of a territory in one sentence, from its facts."""
    territory = page.territory
    sentence = _WRITERS.get(Kind(territory.kind), _describe_other)(page)
    if territory.is_fictitious and "fictif" not in fold(territory.name):
        return _("%(sentence)s C’est un exemple fictif.") % {"sentence": sentence}
    return sentence


def _people(page: Page) -> str:
    return count_inhabitants(page.population, page.population_year, mixed=len(page.years) > 1)


def _areas(page: Page) -> str:
    return name_areas([(area.name, area.liaison) for area in page.departements])


def _communes(page: Page) -> str:
    return counted(page.communes_count, _("commune,communes"))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _describe_commune(page: Page) -> str:
    territory = page.territory
    where = f" {_areas(page)}" if page.departements and page.departements[0].name != territory.name else ""
    group = next(iter(page.of_kind(Kind.EPCI)), None)
    inside = _(", dans %(group)s") % {"group": _with_article(group)} if group else ""
    return _("%(name)s est une commune%(where)s%(inside)s : %(people)s.") % {
        "name": territory.name,
        "where": where,
        "inside": inside,
        "people": count_inhabitants(territory.population, territory.population_year),
    }


def _with_article(territory: Territory) -> str:
    """Return a group in a sentence: "la communauté de communes du Val", but "Nantes Métropole" as it is."""
    named_by_kind = territory.long_name or (territory.name if territory.name.startswith(METROPOLIS) else "")
    return _("la %(group)s") % {"group": _lower(named_by_kind)} if named_by_kind else territory.name


def neighbours_of(group: Territory) -> str:
    """Return the heading of the other communes of a group."""
    name = _with_article(group)
    of_group = OF[0] + name if name.startswith("la ") else of_place(name)
    return _("Les autres communes %(of_group)s") % {"of_group": of_group}


def _describe_group(page: Page) -> str:
    territory = page.territory
    name = _with_article(territory)
    what = f", {_lower(territory.kind_label)}," if not territory.long_name and territory.type_label == "EPT" else ""
    return _("%(name)s%(what)s réunit %(communes)s%(where)s : %(people)s.") % {
        "name": name[:1].upper() + name[1:],
        "what": what,
        "communes": _communes(page),
        "where": f" {_areas(page)}" if page.areas else "",
        "people": _people(page),
    }


def _describe_departement(page: Page) -> str:
    region = next(iter(page.of_kind(Kind.REGION)), None)
    apart = region is not None and region.name != page.territory.name
    return _("Le département %(of_name)s%(inside)s compte %(communes)s et %(groups)s : %(people)s.") % {
        "of_name": of_place(page.territory.name, page.territory.liaison),
        "inside": _(", dans la région %(region)s,") % {"region": region.name} if region and apart else "",
        "communes": _communes(page),
        "groups": counted(page.total(Kind.EPCI), _("intercommunalité,intercommunalités")),
        "people": _people(page),
    }


def _describe_region(page: Page) -> str:
    return _("La région %(name)s compte %(parts)s et %(communes)s : %(people)s.") % {
        "name": page.territory.name,
        "parts": counted(page.total(Kind.DEPARTEMENT), _("département,départements")),
        "communes": _communes(page),
        "people": _people(page),
    }


def _describe_com(page: Page) -> str:
    return _("%(name)s, collectivité d’outre-mer, compte %(communes)s : %(people)s.") % {
        "name": page.territory.name,
        "communes": _communes(page),
        "people": _people(page),
    }


def _describe_country(page: Page) -> str:
    if not page.communes_count:
        return _("%(name)s est un pays ; seul son nom est connu ici.") % {"name": page.territory.name}
    return _("La %(name)s compte %(regions)s et %(communes)s : %(people)s.") % {
        "name": page.territory.name,
        "regions": counted(page.total(Kind.REGION), _("région,régions")),
        "communes": _communes(page),
        "people": _people(page),
    }


def _describe_perimeter(page: Page) -> str:
    territory = page.territory
    name = ", ".join(filter(None, [territory.name, _perimeter_kind(territory)]))
    if not page.communes_count:
        ends = [version.end for version in page.versions if version.end and version.end <= page.day]
        if ends:
            return _(
                "%(name)s : aucune composition n’est en vigueur à cette date, la dernière va jusqu’au %(last)s."
            ) % {"name": name, "last": write_date(max(ends) - ONE_DAY)}
        return _("%(name)s : sa composition reste à compléter.") % {"name": name}
    return _("%(name)s, réunit %(communes)s%(where)s : %(people)s.") % {
        "name": name,
        "communes": _communes(page),
        "where": f" {_areas(page)}" if page.areas else "",
        "people": _people(page),
    }


def _perimeter_kind(territory: Territory) -> str:
    """Return what a perimeter is, unless its name says it: "PETR du Pays" needs nothing more."""
    if territory.subtype == PerimeterType.FORMER_REGION:
        return _("ancienne région")
    if not territory.subtype or territory.subtype == PerimeterType.FICTITIOUS:
        return _("territoire de projet")
    label, _bracket, acronym = str(PerimeterType(territory.subtype).label).partition(" (")
    said = fold(territory.name).split()
    told = fold(label).split()[0] in said or fold(acronym) in said
    return "" if told else _lower(label)


def _of_city(page: Page) -> str:
    city = next(iter(page.of_kind(Kind.COMMUNE)), None)
    return f" {of_place(city.name)}" if city else ""


def _describe_arrondissement(page: Page) -> str:
    return _("%(name)s est un arrondissement municipal%(of_city)s : %(people)s.") % {
        "name": page.territory.name,
        "of_city": _of_city(page),
        "people": count_inhabitants(page.territory.population, page.territory.population_year),
    }


def _describe_former(page: Page) -> str:
    return _("%(name)s est une %(kind)s%(of_city)s ; sa population est comptée avec elle.") % {
        "name": page.territory.name,
        "kind": _lower(page.territory.kind_label),
        "of_city": _of_city(page),
    }


def _describe_foreign(page: Page) -> str:
    country = next(iter(page.of_kind(Kind.COUNTRY)), None)
    inside = f" ({country.name})" if country else ""
    return _("%(name)s est un territoire étranger%(inside)s.") % {"name": page.territory.name, "inside": inside}


def _describe_other(page: Page) -> str:
    return f"{page.territory.name} : {_lower(page.territory.kind_label)}."


_WRITERS = {
    Kind.COMMUNE: _describe_commune,
    Kind.EPCI: _describe_group,
    Kind.EPT: _describe_group,
    Kind.DEPARTEMENT: _describe_departement,
    Kind.REGION: _describe_region,
    Kind.COM: _describe_com,
    Kind.COUNTRY: _describe_country,
    Kind.PERIMETER: _describe_perimeter,
    Kind.FOREIGN: _describe_foreign,
    Kind.ARRONDISSEMENT: _describe_arrondissement,
    Kind.DELEGUEE: _describe_former,
    Kind.ASSOCIEE: _describe_former,
}
