"""A large network is measured by a job: ask for it, and follow how far it is."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from maillage.alliances.domain.measuring import start_measuring
from maillage.alliances.network.graph import Network
from maillage.alliances.network.results import is_ready, progress_of
from maillage.alliances.selectors.network_page import read_asked, read_state

WAITING = 3


@login_not_required
@require_POST
def measure(request: HttpRequest) -> HttpResponse:
    """Have the network of an address measured, then go back to its page, which says how far it is."""
    state = read_state(request.user, read_asked(request.GET))
    if not is_ready(state.network):
        start_measuring(actor=request.user, network=state.network, scope=state.asked.scope)
    if request.headers.get("HX-Request"):
        return _progress(request, state.network.digest)
    return HttpResponseRedirect(_address("alliances:network", request))


@login_not_required
@require_safe
def follow(request: HttpRequest, digest: str) -> HttpResponse:
    """Say how far the measuring is; once done, the page is shown again."""
    answer = _progress(request, digest)
    if progress_of(digest).is_done:
        answer["HX-Refresh"] = "true"
    return answer


def waiting_context(request: HttpRequest, network: Network) -> dict[str, Any]:
    """Return what the page shows while a network is measured."""
    return {
        "progress": progress_of(network.digest),
        "digest": network.digest,
        "measure_url": _address("alliances:network_measure", request),
        "waiting_seconds": WAITING,
        "network": network,
    }


def _progress(request: HttpRequest, digest: str) -> HttpResponse:
    context = {"progress": progress_of(digest), "digest": digest}
    return render(request, "alliances/network/_progress.html", context)


def _address(name: str, request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return f"{reverse(name)}?{query}" if query else reverse(name)
