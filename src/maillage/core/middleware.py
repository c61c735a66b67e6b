"""Two guards: a read never writes, and a full disk is told in a sentence."""

import errno
import logging
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

logger = logging.getLogger(__name__)

SAFE = {"GET", "HEAD", "OPTIONS"}
SESSION_TABLE = '"django_session"'
WRITING = ("insert", "update", "delete", "truncate", "alter", "create", "drop")

Next = Callable[[HttpRequest], HttpResponse]


class WriteInRead(RuntimeError):
    """A page that only shows something tried to change the database."""


class ReadOnlyMiddleware:
    """Refuse any write while a GET or HEAD is answered.

    The session (an outdated one is removed on sight) and the sign-in library's own pages are free.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            return self.get_response(request)

        def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            free = getattr(request, "may_write", False) or SESSION_TABLE in sql
            if sql.lstrip().lower().startswith(WRITING) and not free:
                raise WriteInRead(sql[:200])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        request.may_write = view.__module__.startswith("allauth")  # type: ignore[attr-defined]


class StorageFailureMiddleware:
    """Answer 507 with a sentence when the disk is full."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        cause: BaseException | None = exception
        while cause is not None and not _is_full_disk(cause):
            cause = cause.__cause__ or cause.__context__
        if cause is None:
            return None
        logger.error("storage is full: %s", cause)
        return render(request, "errors/507.html", status=507)


def _is_full_disk(cause: BaseException) -> bool:
    if isinstance(cause, OSError) and cause.errno in {errno.ENOSPC, errno.EDQUOT}:
        return True
    return isinstance(cause, OperationalError) and "No space left" in str(cause)
