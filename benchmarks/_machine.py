"""Say on which machine figures were taken."""

import os
import platform
from pathlib import Path


def describe() -> str:
    """Return processor, cores, memory, system and Python in one line."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    memory = int(Path("/proc/meminfo").read_text().split(maxsplit=2)[1]) / 1_048_576
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, Python {platform.python_version()}, load {load}"


def percentile(values: list[float], share: float) -> float:
    """Return the value below which that share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
