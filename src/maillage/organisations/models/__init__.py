"""Organisations, the catalysts among them, and the people who act for them."""

from maillage.organisations.models.catalysts import Catalyst, CatalystActivity, CatalystPlace
from maillage.organisations.models.needs import Resource
from maillage.organisations.models.organisations import (
    Organisation,
    OrganisationName,
    OrganisationSlug,
    OrganisationSource,
    OrganisationTopic,
    Perimeter,
)
from maillage.organisations.models.roles import Membership, PublicRole, StewardMandate

__all__ = [
    "Catalyst",
    "CatalystActivity",
    "CatalystPlace",
    "Membership",
    "Organisation",
    "OrganisationName",
    "OrganisationSlug",
    "OrganisationSource",
    "OrganisationTopic",
    "Perimeter",
    "PublicRole",
    "Resource",
    "StewardMandate",
]
