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


def of_place(name: str, liaison: int | None = None) -> str:
    """Return the name after "de": "de Lens", "d’Arras", "du Havre", "du Pas-de-Calais", "de l’Ain"."""
    for article, preposition in ARTICLES:
        if name.startswith(article):
            return preposition + name[len(article) :]
    if liaison and liaison > 1:
        return OF[liaison] + name
    elided = liaison == 1 or (not liaison and unaccent(name[:1]).lower() in VOWELS)
    return ("d’" if elided else "de ") + name


def name_areas(names: Sequence[tuple[str, int | None]], most: int = 3) -> str:
    """Return "du Pas-de-Calais", "du Nord et de l’Aisne", "de 4 départements" after a noun."""
    if len(names) > most:
        return f"de {len(names)} départements"
    written = [of_place(name, liaison) for name, liaison in names]
    return join_words(written)


def join_words(words: Sequence[str]) -> str:
    """Return "a", "a et b", "a, b et c"."""
    return " et ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def count_inhabitants(population: int | None, year: int | None, *, mixed: bool = False) -> str:
    """Say a population: "6 799 habitants en 2023", "aucun habitant en 2023" for zero, "population inconnue" for None.

    `mixed`: a few of the populations summed are of other years.
    """
    if population is None:
        return str(_("population inconnue"))
    number = _("aucun habitant") if population == 0 else counted(population, "habitant,habitants")
    if year and mixed:
        return f"{number} en {year} pour l’essentiel"
    return f"{number} en {year}" if year else f"{number} (année non précisée)"


def describe(page: Page) -> str:
    """Write the page of a territory in one sentence, from its facts."""
    territory = page.territory
    sentence = _WRITERS.get(Kind(territory.kind), _describe_other)(page)
    if territory.is_fictitious and "fictif" not in fold(territory.name):
        return f"{sentence} C’est un exemple fictif."
    return sentence


def _people(page: Page) -> str:
    return count_inhabitants(page.population, page.population_year, mixed=len(page.years) > 1)


def _areas(page: Page) -> str:
    return name_areas([(area.name, area.liaison) for area in page.departements])


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _describe_commune(page: Page) -> str:
    territory = page.territory
    where = f" {_areas(page)}" if page.departements and page.departements[0].name != territory.name else ""
    group = next(iter(page.of_kind(Kind.EPCI)), None)
    inside = f", dans {_with_article(group)}" if group else ""
    people = count_inhabitants(territory.population, territory.population_year)
    return f"{territory.name} est une commune{where}{inside} : {people}."


def _with_article(territory: Territory) -> str:
    """Return a group in a sentence: "la communauté de communes du Val", but "Nantes Métropole" as it is."""
    if territory.long_name:
        return f"la {_lower(territory.long_name)}"
    return f"la {_lower(territory.name)}" if territory.name.startswith("Métropole") else territory.name


def neighbours_of(group: Territory) -> str:
    """Return the heading of the other communes of a group."""
    name = _with_article(group)
    return f"Les autres communes {of_place(name) if not name.startswith('la ') else 'de ' + name}"


def _describe_group(page: Page) -> str:
    territory = page.territory
    name = _with_article(territory)
    what = f", {_lower(territory.kind_label)}," if not territory.long_name and territory.type_label == "EPT" else ""
    communes = counted(page.communes_count, "commune,communes")
    where = f" {_areas(page)}" if page.areas else ""
    return f"{name[:1].upper()}{name[1:]}{what} réunit {communes}{where} : {_people(page)}."


def _describe_departement(page: Page) -> str:
    groups = counted(page.total(Kind.EPCI), "intercommunalité,intercommunalités")
    communes = counted(page.communes_count, "commune,communes")
    region = next(iter(page.of_kind(Kind.REGION)), None)
    inside = f", dans la région {region.name}," if region and region.name != page.territory.name else ""
    name = of_place(page.territory.name, page.territory.liaison)
    return f"Le département {name}{inside} compte {communes} et {groups} : {_people(page)}."


def _describe_region(page: Page) -> str:
    parts = counted(page.total(Kind.DEPARTEMENT), "département,départements")
    communes = counted(page.communes_count, "commune,communes")
    return f"La région {page.territory.name} compte {parts} et {communes} : {_people(page)}."


def _describe_com(page: Page) -> str:
    communes = counted(page.communes_count, "commune,communes")
    return f"{page.territory.name}, collectivité d’outre-mer, compte {communes} : {_people(page)}."


def _describe_country(page: Page) -> str:
    if not page.communes_count:
        return f"{page.territory.name} est un pays ; seul son nom est connu ici."
    regions = counted(page.total(Kind.REGION), "région,régions")
    communes = counted(page.communes_count, "commune,communes")
    return f"La {page.territory.name} compte {regions} et {communes} : {_people(page)}."


def _describe_perimeter(page: Page) -> str:
    territory = page.territory
    name = ", ".join(filter(None, [territory.name, _perimeter_kind(territory)]))
    if not page.communes_count:
        ends = [version.end for version in page.versions if version.end and version.end <= page.day]
        if ends:
            last = write_date(max(ends) - ONE_DAY)
            return f"{name} : aucune composition n’est en vigueur à cette date, la dernière va jusqu’au {last}."
        return f"{name} : sa composition reste à compléter."
    communes = counted(page.communes_count, "commune,communes")
    where = f" {_areas(page)}" if page.areas else ""
    return f"{name}, réunit {communes}{where} : {_people(page)}."


def _perimeter_kind(territory: Territory) -> str:
    """Return what a perimeter is, unless its name says it: "PETR du Pays" needs nothing more."""
    if territory.subtype == PerimeterType.FORMER_REGION:
        return "ancienne région"
    if not territory.subtype or territory.subtype == PerimeterType.FICTITIOUS:
        return "territoire de projet"
    label, _bracket, acronym = str(PerimeterType(territory.subtype).label).partition(" (")
    said = fold(territory.name).split()
    told = fold(label).split()[0] in said or fold(acronym) in said
    return "" if told else _lower(label)


def _describe_arrondissement(page: Page) -> str:
    city = next(iter(page.of_kind(Kind.COMMUNE)), None)
    inside = f" {of_place(city.name)}" if city else ""
    people = count_inhabitants(page.territory.population, page.territory.population_year)
    return f"{page.territory.name} est un arrondissement municipal{inside} : {people}."


def _describe_former(page: Page) -> str:
    city = next(iter(page.of_kind(Kind.COMMUNE)), None)
    inside = f" {of_place(city.name)}" if city else ""
    return f"{page.territory.name} est une {_lower(page.territory.kind_label)}{inside} ; sa population est comptée avec elle."


def _describe_foreign(page: Page) -> str:
    country = next(iter(page.of_kind(Kind.COUNTRY)), None)
    inside = f" ({country.name})" if country else ""
    return f"{page.territory.name} est un territoire étranger{inside}."


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
