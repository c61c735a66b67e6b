"""The one command: what stands in its way is a French sentence and exit 2."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "run", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_busy_port_is_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("demo", PORT=port)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Le port {port} est déjà utilisé.")


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_impossible_port_is_a_sentence(port):
    done = run("demo", PORT=port)
    assert done.returncode == 2
    assert "donnez un nombre entre 1 et 65535" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="seul root peut monter un petit disque")
def test_nearly_full_disk_is_a_sentence(tmp_path):
    small = tmp_path / "petit"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(small)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("le montage d’un petit disque est interdit ici")
    try:
        done = run("demo", PORT="0", MAILLAGE_DATA_DIR=str(small))
    finally:
        subprocess.run(["umount", str(small)], check=True)
    assert done.returncode == 2
    assert done.stderr.startswith("Le disque est presque plein")


def test_unknown_command_is_a_sentence():
    done = run("danser")
    assert done.returncode == 2
    assert "n’est pas une commande" in done.stderr


def test_help_lists_the_tasks():
    done = run("help")
    assert done.returncode == 0
    for task in ("demo", "test", "ci", "bench", "manage"):
        assert f"./run {task}" in done.stdout
