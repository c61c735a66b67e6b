"""A disk that fills while the site runs."""

import errno
import gc
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from maillage.core.middleware import StorageFailureMiddleware

MESSAGE = {"email": "visite@example.org", "message": "Bonjour, une question sur la carte de mon territoire."}


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB with nothing left on it."""
    if os.geteuid() != 0:
        pytest.skip("seul root peut monter un petit disque")
    folder = tmp_path / "plein"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("le montage d’un petit disque est interdit ici")
    (folder / "reste").write_bytes(b"0" * 40_000)
    with (folder / "reste").open("ab", buffering=0) as file:
        try:
            while file.write(b"0" * 512):
                pass
        except OSError:
            pass
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


# Django's file backend leaves its file open when writing fails; the collection here keeps that inside this test.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.django_db
def test_message_on_a_full_disk_is_kept_in_the_form(full_disk: Path, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = full_disk
    answer = Client(raise_request_exception=False).post("/contact/", MESSAGE)
    gc.collect()
    assert answer.status_code in {503, 507}
    page = answer.content.decode()
    assert MESSAGE["message"] in page, "what was typed is lost"
    assert "Traceback" not in page


def no_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_any_page_on_a_full_disk_is_a_sentence():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    answer = StorageFailureMiddleware(no_page).process_exception(
        request, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    )
    assert answer.status_code == 507
    assert "plus de place" in answer.content.decode()


def test_other_failures_are_left_to_the_site():
    request = RequestFactory().get("/")
    middleware = StorageFailureMiddleware(no_page)
    assert middleware.process_exception(request, OSError(errno.EACCES, "non")) is None
