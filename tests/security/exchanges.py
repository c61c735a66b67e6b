"""The addresses by which a network leaves and comes in, and what each visitor gets there."""

from maillage.alliances.models import NetworkImport
from tests.security.rows import EVERYONE, LOGIN, NOWHERE, ONLY_POSTED, SIGNED_IN, Row

FORMATS = ("xlsx", "noeuds.csv", "liens.csv", "graphml", "gexf", "kumu", "pair")
AUTHOR = (LOGIN, 200, 404, 404, 200)
AUTHOR_ACTS = (LOGIN, LOGIN, 404, 404, LOGIN)  # whoever may is sent back to the import


def trial(rest: str = "", state: str = "tried"):
    """The address of an import of the member, in that state."""

    def address(world) -> str:
        brought, _created = NetworkImport.objects.get_or_create(
            user=world.users["member"], file_name=f"{state}.csv", state=state, options={"audience": "public"}
        )
        return f"/reseau/importer/{brought.public_id}/{rest}"

    return address


EXCHANGES: dict[str, list[Row]] = {
    "alliances:exports": [Row("/reseau/exporter/", EVERYONE)],
    "alliances:network_export": [
        *(Row(f"/reseau/exporter/{code}", EVERYONE) for code in FORMATS),
        Row("/reseau/exporter/docx", NOWHERE),
    ],
    "alliances:import_new": [
        Row("/reseau/importer/", SIGNED_IN),
        Row("/reseau/importer/", (LOGIN, 422, 422, 422, 422), "post"),
    ],
    "alliances:import_model": [Row("/reseau/importer/modele.xlsx", SIGNED_IN)],
    "alliances:import": [
        Row(trial(), AUTHOR),
        Row(trial(state="done"), AUTHOR),
        Row(trial(state="doing"), AUTHOR),
        Row(trial(), AUTHOR_ACTS, "post"),
    ],
    "alliances:import_report": [Row(trial("compte-rendu.csv"), AUTHOR)],
    "alliances:import_apply": [Row(trial("importer/"), ONLY_POSTED), Row(trial("importer/"), AUTHOR_ACTS, "post")],
    "alliances:import_undo": [Row(trial("annuler/"), ONLY_POSTED), Row(trial("annuler/"), AUTHOR_ACTS, "post")],
    "alliances:import_forget": [Row(trial("jeter/"), ONLY_POSTED), Row(trial("jeter/"), AUTHOR_ACTS, "post")],
}
