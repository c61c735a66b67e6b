"""Pages of the frame: errors, appearance, components."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core.forms import AppearanceForm
from maillage.core.showcase import samples

ONE_YEAR = 365 * 24 * 3600


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component of the interface, for those who build it and for the tests that look at it."""
    return render(request, "core/components.html", samples(request.GET.get("page")))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def appearance(request: HttpRequest) -> HttpResponse:
    """Choose a light, dark or automatic appearance; kept in a cookie that the server reads, so nothing flashes."""
    chosen = request.COOKIES.get("theme", "auto")
    form = AppearanceForm(request.POST or None, initial={"theme": chosen, "next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["next"]
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
            target = "/"
        response = redirect(target)
        response.set_cookie(
            "theme", form.cleaned_data["theme"], max_age=ONE_YEAR, samesite="Lax", secure=request.is_secure()
        )
        return response
    return render(request, "core/appearance.html", {"form": form})


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was kept open too long; the browser's back button gives back what was typed."""
    return render(request, "403_csrf.html", status=403)


@login_not_required
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@login_not_required
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
