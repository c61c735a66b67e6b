"""Errors of the API: RFC 9457 problem details, in French."""

from typing import Any

from django.http import JsonResponse


def problem(status: int, title: str, detail: str = "", **members: Any) -> JsonResponse:
    """Return an `application/problem+json` answer; `detail` says what to do."""
    body = {"type": "about:blank", "status": status, "title": title, "detail": detail, **members}
    return JsonResponse(body, status=status, content_type="application/problem+json")
