"""Documents made up for the measures: real names of communes, sentences of our own, no text of anybody else."""

import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from maillage.search.documents import SearchDocument

GEOGRAPHY = Path(__file__).resolve().parent.parent / "frontend/node_modules/@etalab/decoupage-administratif/data"
FREQUENT = ("territoire", "acteurs", "projet", "habitants", "association")
KINDS = ("organisation", "territory", "alliance", "case", "meeting", "indicator")
WORLDS = ("public", "economique", "interet-general", "academique", "a-confirmer")
CRAFTS = ("relier", "eclairer", "outiller", "animer")
THEMES = [
    "mobilité",
    "alimentation",
    "logement",
    "emploi",
    "formation",
    "jeunesse",
    "vieillissement",
    "handicap",
    "santé",
    "culture",
    "sport",
    "tourisme",
    "numérique",
    "énergie",
    "eau",
    "forêt",
    "agriculture",
    "artisanat",
    "commerce",
    "industrie",
    "recyclage",
    "biodiversité",
    "climat",
    "mécénat",
    "bénévolat",
    "insertion",
    "citoyenneté",
    "égalité",
    "parentalité",
    "lecture",
    "patrimoine",
    "paysage",
    "inclusion",
    "recherche",
    "innovation",
    "coopération",
    "évaluation",
    "gouvernance",
    "solidarité",
    "hébergement",
]
FORMS = [
    "Association",
    "Atelier",
    "Maison",
    "Réseau",
    "Collectif",
    "Coopérative",
    "Fabrique",
    "Club",
    "Pôle",
    "Mission locale",
    "Foyer",
    "Régie",
    "Union",
    "Cercle",
    "Comptoir",
    "Ressourcerie",
    "Jardin",
    "Épicerie",
    "Laboratoire",
    "Observatoire",
]
STARTS = (
    "Depuis 2012, {form} réunit des acteurs de {place} autour de la question : {theme}.",
    "Née d’une rencontre entre une entreprise et des habitants de {place}, {form} agit pour {theme}.",
    "À {place}, {form} accompagne les personnes éloignées de l’emploi et travaille sur {theme}.",
    "Ce projet relie {place} et les communes voisines ; il porte sur {theme} et {other}.",
    "L’équipe rassemble des bénévoles, des élus et des chercheurs de {place}, avec {theme} pour premier chantier.",
    "Une convention signée avec la mairie de {place} donne un cadre à l’action : {theme}, puis {other}.",
)
MIDDLES = (
    "Le territoire connaît une baisse de ses services publics et cherche des réponses communes.",
    "Sur ce territoire, les partenaires partagent un diagnostic et se répartissent les rôles.",
    "Le territoire compte sur ses habitants pour inventer d’autres manières de faire ensemble.",
    "Les acteurs du territoire se retrouvent chaque trimestre pour suivre les engagements pris.",
    "Chaque partenaire apporte du temps, des compétences ou un lieu, et dit ce qu’il en attend.",
    "Le projet s’appuie sur une gouvernance ouverte, où chaque voix compte de la même façon.",
    "L’association tient un carnet de bord et publie ce qui marche comme ce qui échoue.",
    "Une évaluation participative mesure les effets pour les habitants et pour les finances locales.",
    "Trois entreprises ont ouvert leurs ateliers, prêté des salariés et changé leurs achats.",
    "Les premiers résultats montrent une meilleure entente entre les services et les bénévoles.",
)
ENDS = (
    "Prochaine étape : essaimer vers {place}, avec l’appui d’un tiers de confiance.",
    "Le bilan de {year} parle de {number} personnes accueillies et de {other} à renforcer.",
    "Un film raconte l’aventure, de {place} jusqu’au chef-lieu.",
    "Contact : la maison des associations de {place}, ouverte le mardi.",
)


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune and the codes of all that holds it."""

    name: str
    code: str
    postal: tuple[str, ...]
    parents: tuple[str, ...]
    population: int


def communes() -> list[Commune]:
    """Return the real communes from the npm package of the geography."""
    rows = json.loads((GEOGRAPHY / "communes.json").read_text(encoding="utf-8"))
    groups = json.loads((GEOGRAPHY / "epci.json").read_text(encoding="utf-8"))
    holder = {member["code"]: group["code"] for group in groups for member in group["membres"]}
    return [
        Commune(
            name=row["nom"],
            code=row["code"],
            postal=tuple(row.get("codesPostaux", ())),
            parents=tuple(
                filter(None, [holder.get(row["code"]), row.get("departement"), f"reg-{row.get('region', '')}"])
            ),
            population=row.get("population") or 0,
        )
        for row in rows
        if row["type"] == "commune-actuelle"
    ]


def documents(count: int, *, seed: int = 1, public: float = 0.95, places: float = 0.9) -> Iterator[SearchDocument]:
    """Yield documents, the same ones for the same seed. Populous communes come more often, as in life."""
    chance = random.Random(seed)
    known = communes()
    cumulated = list(itertools.accumulate((each.population + 200) ** 0.6 for each in known))
    points = {each.code: (chance.uniform(42.5, 51.0), chance.uniform(-4.5, 8.0)) for each in known}
    for number in range(count):
        here, there = chance.choices(known, cum_weights=cumulated, k=2)
        theme, other, third = chance.sample(THEMES, 3)
        form = chance.choice(FORMS)
        words = {"form": form.lower(), "place": here.name, "theme": theme, "other": other}
        words |= {"year": str(chance.randrange(2005, 2026)), "number": str(chance.randrange(20, 9000))}
        body = " ".join(
            [
                chance.choice(STARTS).format(**words),
                *chance.sample(MIDDLES, 3),
                chance.choice(ENDS).format(**{**words, "place": there.name}),
            ]
        )
        latitude, longitude = points[here.code]
        placed = chance.random() < places
        yield SearchDocument(
            key=f"made:{number}",
            kind=chance.choice(KINDS),
            row=number,
            title=f"{form} {theme} de {here.name}",
            subtitle=f"{here.name}, {here.parents[-2] if len(here.parents) > 1 else here.code}",
            url=f"/fait/{number}",
            body=body,
            codes=(here.code, *here.postal[:1]),
            facets={
                "world": (chance.choice(WORLDS),),
                "craft": (chance.choice(CRAFTS),) if chance.random() < 0.3 else (),
                "theme": (theme, other, third)[: chance.randint(1, 3)],
                "odd": tuple(str(odd) for odd in chance.sample(range(1, 18), chance.randint(1, 2))),
                "territory": (here.code, *here.parents),
            },
            audiences=("public",) if chance.random() < public else ("members", f"alliance:{number % 900}"),
            latitude=latitude + chance.uniform(-0.05, 0.05) if placed else None,
            longitude=longitude + chance.uniform(-0.05, 0.05) if placed else None,
            weight=1.0,
            marks={"world": "public"},
        )


def questions(count: int, *, seed: int = 2) -> dict[str, list[str]]:
    """Return texts to ask: 70 % selective ones, 20 % one frequent word, 10 % that find nothing.

    Selective texts are found in less than one document in a hundred: a place, a theme somewhere, a form of
    organisation for a theme, two themes together.
    """
    chance = random.Random(seed)
    known = communes()
    cumulated = list(itertools.accumulate((each.population + 200) ** 0.6 for each in known))
    selective = []
    for rank in range(count * 7 // 10):
        (place,) = chance.choices(known, cum_weights=cumulated, k=1)
        theme, other = chance.sample(THEMES, 2)
        form = chance.choice(FORMS).lower()
        selective.append((place.name, f"{theme} {place.name}", f"{form} {theme}", f"{theme} {other}")[rank % 4])
    frequent = [FREQUENT[rank % len(FREQUENT)] for rank in range(count // 5)]
    letters = "bcdfghjklmnpqrtvwxz"
    empty = [
        " ".join("".join(chance.choices(letters, k=9)) for _ in range(1 + rank % 2)) for rank in range(count // 10)
    ]
    return {"selective": selective, "frequent": frequent, "empty": empty}
