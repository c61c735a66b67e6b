"""What organisations do when a framework takes a new version: their references follow the codes."""

import pghistory

from maillage.organisations.models import CatalystActivity, Organisation, OrganisationTopic
from maillage.search import indexing
from maillage.themes.registry import Carried, Successors

KIND = "organisation"
REASON = "framework"


def follow_framework(successors: Successors) -> Carried:
    """Point topics, activities and legal forms at the concept of the same code, and have their organisations indexed.

    A reference whose code is gone stays where it is. Runs in the caller's transaction, in a number of queries that
    depends on the concepts in use, not on the organisations; the history says what moved.
    """
    former = list(successors)
    touched = {
        *Organisation.objects.filter(legal_form__in=former).values_list("pk", flat=True),
        *OrganisationTopic.objects.filter(concept__in=former).values_list("organisation_id", flat=True),
        *CatalystActivity.objects.filter(concept__in=former).values_list("catalyst__organisation_id", flat=True),
    }
    if not touched:
        return Carried()
    with pghistory.context(reason=REASON):
        carried = _legal_forms(successors) + _links(OrganisationTopic, "organisation_id", successors)
        carried += _links(CatalystActivity, "catalyst_id", successors)
    indexing.schedule(KIND, touched)
    return carried


def _legal_forms(successors: Successors) -> Carried:
    carried = Carried()
    used = Organisation.objects.filter(legal_form__in=list(successors)).values_list("legal_form_id", flat=True)
    for former in set(used):
        rows = Organisation.objects.filter(legal_form=former)
        successor = successors[former]
        carried += Carried(kept=rows.count()) if successor is None else Carried(moved=rows.update(legal_form=successor))
    return carried


def _links(model: type[OrganisationTopic | CatalystActivity], owner: str, successors: Successors) -> Carried:
    carried = Carried()
    for former in set(model.objects.filter(concept__in=list(successors)).values_list("concept_id", flat=True)):
        rows = model.objects.filter(concept=former)
        successor = successors[former]
        if successor is None:
            carried += Carried(kept=rows.count())
            continue
        already = model.objects.filter(concept=successor).values(owner)
        rows.filter(**{f"{owner}__in": already}).delete()
        carried += Carried(moved=rows.update(concept=successor))
    return carried
