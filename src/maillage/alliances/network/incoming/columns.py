"""The columns that an import understands, under the names people give them, and those it leaves aside."""

from django.utils.translation import gettext_lazy as _

from maillage.tabular.reading import Column

# Name, other names, what to write there; the order is that of the model file.
ORGANISATION_COLUMNS = (
    ("nom", ("name", "label", "libellé", "raison sociale"), _("nom d’usage (obligatoire)")),
    ("sigle", ("acronym",), _("sigle")),
    ("monde", ("world", "world_label"), _("public, économique, intérêt général ou académique")),
    ("id", ("public_id", "identifiant"), _("identifiant public, pour une organisation déjà sur le site")),
    ("siren", (), _("neuf chiffres")),
    ("siret", (), _("quatorze chiffres")),
    ("rna", (), _("W et neuf caractères")),
    ("commune", ("seat_code", "code commune", "code insee", "insee"), _("code INSEE de la commune du siège")),
    ("creation", ("création", "founded"), _("2019, 06/2019, 26/06/2019, vers 2010")),
)
TIE_COLUMNS = (
    ("de", ("from", "depart"), _("nom, SIREN, SIRET, RNA ou identifiant de l’organisation (obligatoire)")),
    ("vers", ("to", "target", "cible", "arrivee"), _("l’autre organisation ; vide pour une ligne d’alliance")),
    ("lien", ("kind", "type", "relation"), _("ce que la première est pour l’autre ; vide pour une alliance")),
    ("alliance", ("nom de l’alliance",), _("nom de l’alliance où elles agissent ensemble")),
    ("roles", ("rôles", "role", "rôle"), _("rôles dans l’alliance, séparés par des virgules")),
    ("territoire", ("territory",), _("code du territoire d’une nouvelle alliance")),
    ("depuis", ("since",), _("2019, 06/2019, 26/06/2019, vers 2010, au moins 2014")),
    ("jusqu_a", ("until", "jusqu’à", "jusque"), _("dernière date, écrite de même")),
    ("atteste_le", ("attesté le", "attested_on"), _("jour où une source le dit")),
    ("source", ("source_text",), _("d’où vient l’information")),
    ("precision", ("précision", "detail"), _("quelques mots sur le lien")),
)
FURTHER = (
    ("de_id", ("from_id", "source_id")),
    ("vers_id", ("to_id", "target_id")),
    ("alliance_id", ()),
    ("debut", ("début", "start", "start date")),
    ("fin", ("end", "end date", "closed")),
    ("etat", ("état", "state_label", "state")),
)
# What our own files also hold, and a graph tool adds: read by nobody here, and no surprise.
LEFT_ASIDE = (
    "commune_nom",
    "seat",
    "latitude",
    "longitude",
    "catalyseur",
    "catalyst",
    "fictive",
    "fiche",
    "url",
    "lien_id",
    "weight",
    "id_lien",
)

COLUMNS = [
    *(Column(name=name, names=names) for name, names, _what in (*ORGANISATION_COLUMNS, *TIE_COLUMNS)),
    *(Column(name=name, names=names) for name, names in FURTHER),
    *(Column(name=name) for name in LEFT_ASIDE),
]
