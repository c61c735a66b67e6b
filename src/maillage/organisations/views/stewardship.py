"""Who stewards which territory: given and ended by the administration of the site."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maillage.core import clock
from maillage.organisations.domain.rights import appoint_steward, end_mandate
from maillage.organisations.forms.people import MandateForm
from maillage.organisations.models import StewardMandate
from maillage.organisations.policies import demand_appoint
from maillage.organisations.views.editing import REFUSED, add_errors, refuse_files


@require_http_methods(["GET", "HEAD", "POST"])
def manage_stewards(request: HttpRequest) -> HttpResponse:
    """List the mandates in force or to come, and appoint."""
    demand_appoint(request.user)
    form = MandateForm(request.POST or None)
    status = 200
    if request.method == "POST":
        refuse_files(request, form)
        if form.is_valid():
            try:
                mandate = appoint_steward(actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(
                    request, _("Le mandat sur %(territory)s est donné.") % {"territory": mandate.territory.name}
                )
                return redirect("organisations:stewards")
        status = REFUSED
    mandates = StewardMandate.objects.exclude(period__fully_lt=(clock.today(), None))
    rows = list(mandates.select_related("user", "territory").order_by("territory__name", "user__email"))
    return render(request, "organisations/stewards.html", {"mandates": rows, "form": form}, status=status)


@require_POST
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End a mandate today."""
    demand_appoint(request.user)
    mandate = StewardMandate.objects.filter(public_id=public_id).first()
    if mandate is None:
        raise Http404(_("Ce mandat n’existe pas."))
    end_mandate(actor=request.user, mandate=mandate, on=clock.today())  # type: ignore[arg-type]  # signed in
    messages.success(request, _("Le mandat est terminé."))
    return redirect("organisations:stewards")
