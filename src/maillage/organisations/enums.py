"""The closed lists of this app; their French labels are what the site shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.audiences import Audience

AUDIENCES = (Audience.PUBLIC, Audience.MEMBERS, Audience.STEWARDS)


class World(models.TextChoices):
    """The four profiles of members, and the honest fifth."""

    PUBLIC = "public", _("Acteurs publics")
    ECONOMIC = "economique", _("Acteurs économiques")
    GENERAL_INTEREST = "interet-general", _("Structures d’intérêt général")
    ACADEMIC = "academique", _("Acteurs académiques")
    UNKNOWN = "a-confirmer", _("À confirmer")


class SeatStatus(models.TextChoices):
    STATED = "stated", _("indiqué par la source")
    TO_CONFIRM = "to_confirm", _("à confirmer")
    UNKNOWN = "unknown", _("inconnu")


class NameKind(models.TextChoices):
    ALIAS = "alias", _("autre nom")
    FORMER = "former", _("ancien nom")
    ACRONYM = "acronym", _("sigle")


class NamedAs(models.TextChoices):
    """The word by which the network names a catalyst."""

    CATALYST = "catalyst", _("catalyseur")
    WITNESS = "witness", _("territoire ou structure témoin")
    LABO = "labo", _("labo")


class ResourceSide(models.TextChoices):
    NEED = "need", _("cherche")
    OFFER = "offer", _("propose")


class Means(models.TextChoices):
    """What organisations look for and lend one another."""

    SKILLS = "skills", _("des compétences")
    PLACE = "place", _("un lieu")
    EQUIPMENT = "equipment", _("du matériel")
    FUNDING = "funding", _("un financement")
    VOLUNTEERS = "volunteers", _("des bénévoles")


class Origin(models.TextChoices):
    """Who began the initiative of a catalyst."""

    ASSOCIATION = "association", _("une association")
    COMPANY = "entreprise", _("une entreprise")
    AUTHORITY = "collectivite", _("une collectivité")


class MemberRole(models.TextChoices):
    CONTRIBUTOR = "contributor", _("contribue")
    ADMINISTRATOR = "administrator", _("administre")


class Capacity(models.TextChoices):
    """In what capacity a person is named on an organisation's page; it decides the legal path."""

    ELECTED = "elected", _("mandat électif")
    PROFESSIONAL = "professional", _("fonction professionnelle")
    VOLUNTEER = "volunteer", _("engagement bénévole")


class Basis(models.TextChoices):
    CONSENT = "consent", _("accord de la personne")
    LEGITIMATE_INTEREST = "legitimate_interest", _("intérêt légitime, avec droit d’opposition")
