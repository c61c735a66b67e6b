"""Free texts of alliances that may name a person: where they are, and who is tied to them."""

from collections.abc import Callable, Iterable, Set
from functools import partial
from typing import Any

from django.db.models import Q

from maillage.accounts.models import User
from maillage.accounts.registry import register_free_text
from maillage.alliances.models import (
    Alliance,
    AllianceAnimator,
    AllianceSource,
    AllianceStage,
    Charter,
    Commitment,
    Contribution,
    Introduction,
    InvolvedPerson,
    Milestone,
    NetworkImport,
    Participation,
    Relation,
)
from maillage.organisations.models import Membership, Organisation
from maillage.search import indexing


def register_free_texts() -> None:
    """Declare the texts of this app; the path and the charter are those of the alliances around the person."""
    register_free_text(Alliance, "purpose", around=_around(Alliance, ""), changed=_index)
    register_free_text(
        Participation,
        "why",
        "what_for",
        "subject",
        "objective",
        "leaving_reason",
        "contested_text",
        "source",
        around=_around(Participation, "alliance__"),
    )
    register_free_text(AllianceStage, "note", around=_around(AllianceStage, "alliance__"))
    register_free_text(AllianceSource, "title", "reference", around=_around(AllianceSource, "alliance__"))
    register_free_text(Milestone, "title", "text", "image_alt", "source", around=_around(Milestone, "alliance__"))
    register_free_text(
        Commitment,
        "decision",
        "counterpart",
        "counterpart_by",
        "proof",
        around=_around(Commitment, "alliance__"),
    )
    register_free_text(Charter, "purpose", "rules", "commitments", around=_around(Charter, "alliance__"))
    register_free_text(Contribution, "text", around=_around(Contribution, "participation__alliance__"))
    register_free_text(
        InvolvedPerson, "person_name", "function", around=_around(InvolvedPerson, "participation__alliance__")
    )
    register_free_text(Relation, "detail", "contested_text", "source", around=_relations)
    register_free_text(Introduction, "outcome", "reasons", around=_introductions)
    register_free_text(NetworkImport, "file_name", "nodes", "ties", "problems", "kept", around=_imports)


def _around(model: Any, path: str) -> Callable[[User], Iterable[int]]:
    return partial(_tied, model, path)


def _tied(model: Any, path: str, user: User) -> set[int]:
    """Return the keys of the rows of the alliances that a person animates or whose participants they write for."""
    own = _own(user)
    animated = AllianceAnimator.objects.filter(user=user).values_list("alliance_id", flat=True)
    joined = Participation.objects.filter(organisation__in=own).values_list("alliance_id", flat=True)
    keys = {*animated, *joined}
    return set(model.objects.filter(**{f"{path}pk__in": keys}).values_list("pk", flat=True))


def _relations(user: User) -> set[int]:
    own = _own(user)
    ends = Q(from_organisation__in=own) | Q(to_organisation__in=own)
    return set(Relation.objects.filter(ends).values_list("pk", flat=True))


def _introductions(user: User) -> set[int]:
    own = _own(user)
    told = Q(proposed_by=user) | Q(first__in=own) | Q(second__in=own)
    return set(Introduction.objects.filter(told).values_list("pk", flat=True))


def _imports(user: User) -> set[int]:
    """Return the imports that a person brought, and those of which a row is about an organisation of theirs."""
    own = Organisation.objects.filter(pk__in=_own(user)).values_list("public_id", flat=True)
    told = Q(user=user)
    for key in own:
        told |= Q(nodes__contains=[{"linked": str(key)}]) | Q(nodes__contains=[{"made": str(key)}])
    return set(NetworkImport.objects.filter(told).values_list("pk", flat=True))


def _own(user: User) -> list[int]:
    return list(Membership.objects.filter(user=user).values_list("organisation_id", flat=True))


def _index(keys: Set[int]) -> None:
    indexing.schedule("alliance", list(keys))
