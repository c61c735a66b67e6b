"""The closed lists of territories."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a territory is; the public code never tells it alone."""

    COMMUNE = "commune", _("Commune")
    ARRONDISSEMENT = "arrondissement", _("Arrondissement municipal")
    DELEGUEE = "deleguee", _("Commune déléguée")
    ASSOCIEE = "associee", _("Commune associée")
    EPCI = "epci", _("Intercommunalité")
    EPT = "ept", _("Établissement public territorial")
    DEPARTEMENT = "departement", _("Département")
    REGION = "region", _("Région")
    COM = "com", _("Collectivité d’outre-mer")
    COUNTRY = "country", _("Pays")
    FOREIGN = "foreign", _("Territoire étranger")
    QPV = "qpv", _("Quartier prioritaire de la politique de la ville")
    PERIMETER = "perimeter", _("Territoire de projet")


class PerimeterType(models.TextChoices):
    """What a hand-made perimeter is."""

    PETR = "petr", _("Pôle d’équilibre territorial et rural (PETR)")
    PNR = "pnr", _("Parc naturel régional (PNR)")
    PROGRAMME = "programme", _("Territoire d’un programme")
    BASSIN = "bassin", _("Bassin")
    MASSIF = "massif", _("Massif")
    FORMER_REGION = "ancienne-region", _("Ancienne région")
    FREE = "libre", _("Périmètre libre")
    FICTITIOUS = "fictif", _("Exemple fictif")


class PointPrecision(models.TextChoices):
    """How well the point of a territory on the map is known."""

    EXACT = "exact", _("point connu")
    APPROXIMATE = "approximate", _("point approché")
    UNKNOWN = "unknown", _("point inconnu")


# What a hand-made perimeter can be composed of: whole communes, or things made of whole communes.
COMPOSABLE = (Kind.COMMUNE, Kind.EPCI, Kind.EPT, Kind.DEPARTEMENT, Kind.REGION, Kind.COM, Kind.PERIMETER)

# What is defined by its communes alone, and so may lie on several départements and regions.
MADE_OF_COMMUNES = (Kind.EPCI, Kind.EPT, Kind.PERIMETER)

# Containers of the official geography, from the nearest to the widest.
LEVELS = (Kind.EPT, Kind.EPCI, Kind.DEPARTEMENT, Kind.COM, Kind.REGION, Kind.COUNTRY)

EPCI_TYPES = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
    "METRO": "Métropole",
    "MET69": "Métropole de Lyon",
    "EPT": "Établissement public territorial",
}
