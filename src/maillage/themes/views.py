"""The public list of frameworks and their pages."""

import json

import yaml
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.themes.models import Framework
from maillage.themes.selectors import describe_framework, export_framework, get_framework

LONGEST_VERSION = 20


@login_not_required
@require_safe
def list_frameworks(request: HttpRequest) -> HttpResponse:
    """Every framework in use, with its status, version and source."""
    frameworks = list(Framework.objects.current().with_counts().order_by("title"))
    return render(request, "themes/frameworks.html", {"frameworks": frameworks})


@login_not_required
@require_safe
def show_framework(request: HttpRequest, slug: str) -> HttpResponse:
    """A framework and its concepts; `?version=` shows a former one."""
    framework = get_framework(slug=slug, version=_asked_version(request))
    return render(request, "themes/framework.html", {"page": describe_framework(framework)})


@login_not_required
@require_safe
def download_framework(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """The framework as the file it was loaded from, in YAML or JSON."""
    framework = get_framework(slug=slug, version=_asked_version(request))
    exported = export_framework(framework)
    if extension == "json":
        body, media_type = json.dumps(exported, ensure_ascii=False, indent=2), "application/json"
    else:
        body, media_type = yaml.safe_dump(exported, allow_unicode=True, sort_keys=False, width=110), "application/yaml"
    name = f"{framework.slug}-{framework.version}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=f"{media_type}; charset=utf-8", headers=headers)


def _asked_version(request: HttpRequest) -> str:
    return request.GET.get("version", "").replace("\0", "")[:LONGEST_VERSION]
