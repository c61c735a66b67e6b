"""Small indexes made in the tests."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from maillage.search.documents import SearchDocument
from maillage.search.engine import Engine
from maillage.search.opening import create_index
from maillage.search.schema import to_document

FACETS = ("kind", "world", "craft", "theme", "odd", "territory")
MEMORY = 15_000_000

MakeEngine = Callable[[Iterable[SearchDocument]], Engine]


def document(title: str, *, kind: str = "organisation", key: str = "", **fields) -> SearchDocument:
    """A valid document of which only the title matters."""
    key = key or f"{kind}:{title}"
    return SearchDocument(key=key, kind=kind, title=title, url=f"/{kind}/", **fields)


def write(folder: Path, documents: Iterable[SearchDocument]) -> None:
    """Write an index in an empty folder."""
    index = create_index(folder, FACETS)
    writer = index.writer(MEMORY, 1)
    for each in documents:
        writer.add_document(to_document(each, FACETS, index.schema))
    writer.commit()
    writer.wait_merging_threads()


@pytest.fixture
def make_engine(tmp_path: Path) -> MakeEngine:
    """Give an engine on these documents."""

    def make(documents: Iterable[SearchDocument]) -> Engine:
        folder = tmp_path / f"index-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        write(folder, documents)
        return Engine.open(folder, FACETS)

    return make


@pytest.fixture(scope="session")
def network(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """A small network, read by many tests and written by none."""
    folder = tmp_path_factory.mktemp("network")
    write(folder, NETWORK)
    return Engine.open(folder, FACETS)


def titles(hits) -> list[str]:
    return [hit.title for hit in hits]


NETWORK = [
    document("La Poste", weight=3, body="Un bureau dans chaque commune.", facets={"world": ("economique",)}),
    document("Poste de secours des Alpes", kind="territory", weight=1),
    document("Lapoutroie", kind="territory", codes=("68175", "68650"), subtitle="Commune, Haut-Rhin"),
    document(
        "Loos-en-Gohelle",
        kind="territory",
        codes=("62528", "62750"),
        subtitle="Commune, Pas-de-Calais",
        body="Ville pilote du développement durable.",
        facets={"territory": ("62528", "62", "reg-32")},
        latitude=50.4575,
        longitude=2.7903,
    ),
    document("Loos", kind="territory", codes=("59360", "59120"), latitude=50.61, longitude=3.01),
    document("Saint-Maurice", kind="territory", codes=("94069", "94410"), latitude=48.82, longitude=2.43),
    document("Sainte-Maxime", kind="territory", codes=("83115", "83120"), latitude=43.31, longitude=6.64),
    document("Eu", kind="territory", codes=("76255", "76260")),
    document("Pas-de-Calais", kind="territory", codes=("62",), facets={"territory": ("62", "reg-32")}),
    document("Calais", kind="territory", codes=("62193", "62100"), subtitle="Commune, Pas-de-Calais"),
    document("PNR Périgord-Limousin", kind="territory", codes=("p-perigord-limousin",)),
    document("Nord", kind="territory", codes=("59",)),
    document("Hauts-de-France", kind="territory", codes=("reg-32",)),
    document(
        "Communauté d’agglomération de Béthune-Bruay",
        kind="territory",
        codes=("200072460",),
        facets={"territory": ("200072460", "62", "reg-32")},
    ),
    document(
        "Alliance Sens & Économie",
        aliases=("ASE",),
        weight=3,
        codes=("123 456 782", "W812003456"),
        body="Société coopérative, catalyseur des catalyseurs territoriaux. <script>alert(1)</script>",
        facets={"world": ("economique",), "theme": ("ess", "climat"), "odd": ("17",), "territory": ("81", "reg-76")},
    ),
    document(
        "Énergies citoyennes",
        weight=3,
        body="L’énergie renouvelable portée par des élus et des habitants.",
        facets={"world": ("interet-general",), "theme": ("climat",), "odd": ("7", "13"), "territory": ("62", "reg-32")},
        latitude=50.29,
        longitude=2.77,
    ),
    document(
        "Pôle territorial de coopération économique Vivre les Mureaux",
        weight=3,
        facets={"world": ("interet-general",), "theme": ("ess",), "territory": ("78", "reg-11")},
        latitude=48.99,
        longitude=1.91,
    ),
    document("Insertion ensemble", weight=3, body="Une SIAE du bassin minier.", facets={"theme": ("ess",)}),
    document("Réseau des cuisines", weight=3, body="Le projet alimentaire de territoire et ses travaux."),
    document(
        "Club secret des mécènes", weight=3, audiences=("members",), body="zanzibar", facets={"theme": ("mecenat",)}
    ),
]
