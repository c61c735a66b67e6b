"""Rate limits are counted for every web worker together, and forgotten."""

import os
import stat
from datetime import timedelta

import pytest
from django.core.cache import CacheHandler

from config.settings import base
from maillage.accounts.attempts import drop_attempts
from maillage.core import clock


@pytest.fixture
def settings_of_workers(tmp_path):
    return {"default": {**base.CACHES["default"], "LOCATION": tmp_path / "run" / "cache"}}


def test_two_workers_share_what_they_count(settings_of_workers):
    one, other = CacheHandler(settings_of_workers)["default"], CacheHandler(settings_of_workers)["default"]
    one.set("login:203.0.113.7", [1.0], 60)
    assert one is not other
    assert other.get("login:203.0.113.7") == [1.0]


def test_cache_is_closed_to_others_and_names_nobody(settings_of_workers, tmp_path):
    CacheHandler(settings_of_workers)["default"].set("login:203.0.113.7", [1.0], 60)
    (file,) = (tmp_path / "run" / "cache").iterdir()
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert b"203.0.113.7" not in file.name.encode() + file.read_bytes()


def test_old_attempts_are_dropped(settings_of_workers, tmp_path):
    folder = tmp_path / "run" / "cache"
    cache = CacheHandler(settings_of_workers)["default"]
    cache.set("old", 1, None)
    (old,) = folder.iterdir()
    two_days_ago = (clock.now() - timedelta(days=2)).timestamp()
    os.utime(old, (two_days_ago, two_days_ago))
    cache.set("new", 1, None)
    assert drop_attempts(folder, before=clock.now() - timedelta(days=1)) == 1
    assert cache.get("new") == 1
    assert drop_attempts(tmp_path / "absent", before=clock.now()) == 0
