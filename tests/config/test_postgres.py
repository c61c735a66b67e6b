"""The embedded server: started once whoever asks, and alive again after any death."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def server(tmp_path):
    postgres = EmbeddedPostgres(tmp_path / "pg", durable=False)
    yield postgres
    postgres.stop()


def postmaster(postgres: EmbeddedPostgres) -> int:
    return int((postgres.data / "postmaster.pid").read_text().split("\n")[0])


def test_first_call_starts_and_the_next_finds_it_running(server):
    assert server.ensure() is True
    assert server.ensure() is False
    assert server.alive()


def test_killed_server_starts_again(server):
    server.ensure()
    server.create_database("kept")
    os.kill(postmaster(server), signal.SIGKILL)
    assert server.ensure() is True
    listed = server.run(
        "psql", "-U", "postgres", "-h", str(server.socket_folder), "-Atc", "select datname from pg_database"
    )
    assert "kept" in listed.stdout.split()


def test_lock_file_of_a_foreign_process_does_not_stop_the_start(server):
    server.ensure()
    os.kill(postmaster(server), signal.SIGKILL)
    time.sleep(0.5)
    lock = server.data / "postmaster.pid"
    lock.write_text(lock.read_text().replace(lock.read_text().split("\n")[0], str(os.getpid()), 1))
    assert server.ensure() is True


def test_several_processes_at_once_start_one_server(server):
    script = (
        "import sys; from pathlib import Path; from config.postgres import EmbeddedPostgres;"
        "print(EmbeddedPostgres(Path(sys.argv[1]), durable=False).ensure())"
    )
    asked = [
        subprocess.Popen([sys.executable, "-c", script, str(server.data)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    answers = [process.communicate()[0].strip() for process in asked]
    assert sorted(answers) == ["False", "False", "False", "True"]


def test_long_path_puts_the_socket_elsewhere(tmp_path):
    postgres = EmbeddedPostgres(tmp_path / ("d" * 120) / "pg", durable=False)
    try:
        assert postgres.ensure() is True
        assert postgres.socket_folder != postgres.data
        assert postgres.socket_folder.stat().st_mode & 0o777 == 0o700
    finally:
        postgres.stop()


def test_another_account_cannot_reach_the_socket(server):
    server.ensure()
    assert server.socket_folder.stat().st_mode & 0o077 == 0
