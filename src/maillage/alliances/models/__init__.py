"""Alliances, who takes part in them, their path, relations between organisations, and what is asked of each party."""

from maillage.alliances.models.advice import Introduction
from maillage.alliances.models.alliances import (
    Alliance,
    AllianceAnimator,
    AlliancePartnershipType,
    AllianceSlug,
    AllianceSource,
    AllianceStage,
    AllianceTopic,
)
from maillage.alliances.models.asking import Request
from maillage.alliances.models.bringing import ImportFile, NetworkImport
from maillage.alliances.models.participations import (
    Contribution,
    InvolvedPerson,
    Participation,
    ParticipationIntensity,
    ParticipationRole,
)
from maillage.alliances.models.path import Charter, CharterAgreement, Commitment, Milestone
from maillage.alliances.models.relations import Relation

__all__ = [
    "Alliance",
    "AllianceAnimator",
    "AlliancePartnershipType",
    "AllianceSlug",
    "AllianceSource",
    "AllianceStage",
    "AllianceTopic",
    "Charter",
    "CharterAgreement",
    "Commitment",
    "Contribution",
    "ImportFile",
    "Introduction",
    "InvolvedPerson",
    "Milestone",
    "NetworkImport",
    "Participation",
    "ParticipationIntensity",
    "ParticipationRole",
    "Relation",
    "Request",
]
