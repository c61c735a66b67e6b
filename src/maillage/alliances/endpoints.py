"""The read API of alliances: the twins of the list and of the page."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from maillage.alliances.policies import access_alliance, rights_on
from maillage.alliances.selectors.detail import for_page, read_detail
from maillage.alliances.selectors.index import list_alliances, read_wanted
from maillage.alliances.selectors.machines import as_json, as_line
from maillage.alliances.selectors.moments import read_moment
from maillage.core import clock
from maillage.core.problems import problem

router = Router(tags=["alliances"])

PER_PAGE = 20
LONGEST_NUMBER = 8
PARAMETERS = [
    {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
    for name, text in {
        "territory": "code d’un territoire : les alliances qui le touchent",
        "theme": "code d’un thème",
        "world": "code d’un monde présent autour de la table",
        "stage": "code d’un stade",
        "organisation": "adresse (slug) d’une organisation participante",
        "as_of": "jour AAAA-MM-JJ : les alliances en vigueur ce jour-là",
        "page": "numéro de page, 20 réponses par page",
    }.items()
]


@router.get("/alliances", summary="Les alliances", url_name="alliances", openapi_extra={"parameters": PARAMETERS})
def read_alliances(request: HttpRequest) -> HttpResponse | dict[str, Any]:
    """Les paramètres sont ceux de la page des alliances ; `as_of` remplace `le`."""
    wanted = read_wanted(request.GET, request.user, clock.today(), day="as_of")
    remarks = dict(wanted.remarks)
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER and int(number)):
        remarks["page"] = _("La page est un nombre à partir de 1.")
    if remarks:
        return problem(400, _("Paramètre à corriger"), " ".join(remarks.values()), parameters=remarks)
    page = Paginator(list_alliances(request.user, wanted), PER_PAGE).get_page(int(number))
    rows: Iterable[Any] = page.object_list
    return {
        "hits": [
            {
                **as_line(each, request.build_absolute_uri(each.get_absolute_url())),
                "stage": each.stage_now,
                "organisations": len(each.around),
                "worlds": list(dict.fromkeys(row.organisation.world for row in each.around)),
            }
            for each in rows
        ],
        "total": page.paginator.count,
        "as_of": wanted.on,
        "page": page.number,
        "pages": page.paginator.num_pages,
    }


@router.get("/alliances/{public_id}", summary="Une alliance", url_name="alliance")
def read_alliance(request: HttpRequest, public_id: str, as_of: str = "") -> HttpResponse | dict[str, Any]:
    """Return what the reader may see of an alliance, today or as of a past day; people are left out."""
    try:
        key = uuid.UUID(public_id)
    except ValueError as error:
        raise Http404(_("Cet identifiant n’a pas la forme attendue.")) from error
    alliance = access_alliance(actor=request.user, public_id=key, rows=for_page())
    today = clock.today()
    moment = read_moment(as_of, today)
    if moment.remark:
        return problem(400, _("Paramètre à corriger"), moment.remark, parameters={"as_of": moment.remark})
    detail = read_detail(alliance, request.user, rights=rights_on(request.user, alliance), on=moment.on, today=today)
    return as_json(detail, request.build_absolute_uri(alliance.get_absolute_url()))
