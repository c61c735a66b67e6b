"""All the measures of a network: a territory beside networkx and igraph, a country in a job.

./run bench network [--rows 30000]    (organisations of the country; the territory has fifteen times fewer)

Each engine runs in a process of its own, so that its peak memory is its own. The ratio is that of the processor time
of the measures that all three have (degree, strength, betweenness, closeness, core, cut points, bridges, components,
transitivity, groups); what only Maillage computes is listed apart. Nothing is extrapolated.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ.setdefault("RAYON_NUM_THREADS", "1")

from benchmarks._machine import describe
from benchmarks._network_job import run_job
from benchmarks._networks import ON, country, territory
from maillage.alliances.network.facts import Facts, network_at
from maillage.alliances.network.graph import Network

SMALLER = 15
EXPECTED = "expected: territory under 1 s, country under 30 s, networkx at least 20 times slower"
SHARED = ("measures", "groups")


class Steps:
    """The seconds of each step: on the clock, and of processor."""

    def __init__(self) -> None:
        self.clock: dict[str, float] = {}
        self.processor: dict[str, float] = {}

    def run(self, name: str, work: Callable[[], Any]) -> Any:
        """Do a step and note what it took."""
        clock, processor = time.perf_counter(), time.process_time()
        done = work()
        self.clock[name] = time.perf_counter() - clock
        self.processor[name] = time.process_time() - processor
        return done


def peak() -> float:
    """Return the peak memory of this process, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def with_maillage(facts: Facts) -> dict[str, Any]:
    """Everything that the page of a network needs, from facts already read."""
    from maillage.alliances.network.brokerage import measure_brokerage
    from maillage.alliances.network.communities import find_communities
    from maillage.alliances.network.findings import assemble
    from maillage.alliances.network.layout import place
    from maillage.alliances.network.measures import measure
    from maillage.alliances.network.reading import read_out

    before = peak()
    steps = Steps()
    network = steps.run("network of the day", lambda: network_at(facts, ON))
    measures = steps.run("measures", lambda: measure(network))
    communities = steps.run("groups", lambda: find_communities(network))
    brokerage = steps.run("brokerage", lambda: measure_brokerage(network))
    steps.run("drawing", lambda: place(network))
    findings = assemble(network, measures, brokerage, communities)
    steps.run("sentences", lambda: read_out(network, findings))
    return {
        "steps": steps,
        "memory": (before, peak()),
        "ties": len(network.ties),
        "hubs": len(network.hubs),
        "modularity": communities.modularity,
        "sampling": measures.sampling,
    }


def with_igraph(network: Network) -> dict[str, Any]:
    """The shared measures, each asked of igraph as its manual says."""
    import igraph

    before = peak()
    steps = Steps()

    def measures() -> igraph.Graph:
        graph = igraph.Graph(len(network.nodes), [(tie.a, tie.b) for tie in network.ties])
        graph.es["weight"] = [tie.weight for tie in network.ties]
        graph.degree(), graph.strength(weights="weight"), graph.betweenness(directed=False), graph.closeness()
        graph.coreness(), graph.articulation_points(), graph.bridges(), graph.connected_components()
        graph.transitivity_undirected(), graph.density()
        return graph

    graph = steps.run("measures", measures)
    groups = steps.run("groups", lambda: graph.community_leiden("modularity", weights="weight", n_iterations=-1))
    modularity = graph.modularity(groups.membership, weights="weight")
    return {"steps": steps, "memory": (before, peak()), "modularity": modularity}


def with_networkx(network: Network) -> dict[str, Any]:
    """The shared measures, each asked of networkx as its manual says."""
    import networkx

    before = peak()
    steps = Steps()

    def measures() -> networkx.Graph:
        graph = networkx.Graph()
        graph.add_nodes_from(range(len(network.nodes)))
        graph.add_weighted_edges_from((tie.a, tie.b, tie.weight) for tie in network.ties)
        dict(graph.degree), dict(graph.degree(weight="weight")), networkx.betweenness_centrality(graph)
        networkx.closeness_centrality(graph), networkx.core_number(graph)
        list(networkx.articulation_points(graph)), list(networkx.bridges(graph))
        list(networkx.connected_components(graph)), networkx.transitivity(graph), networkx.density(graph)
        return graph

    graph = steps.run("measures", measures)
    groups = steps.run("groups", lambda: networkx.community.louvain_communities(graph, seed=1))
    return {"steps": steps, "memory": (before, peak()), "modularity": networkx.community.modularity(graph, groups)}


def alone(engine: str, organisations: int) -> dict[str, Any]:
    """Run one engine in this process and return what it took, as JSON can carry it."""
    if engine == "job":
        return run_job(organisations)
    django.setup()
    facts = country(organisations) if engine == "country" else territory(organisations)
    if engine in {"territory", "country"}:
        found = with_maillage(facts)
    else:
        network = network_at(facts, ON)
        del facts
        found = {"igraph": with_igraph, "networkx": with_networkx}[engine](network)
    steps = found.pop("steps")
    return {**found, "clock": steps.clock, "processor": steps.processor}


def in_process(engine: str, organisations: int) -> dict[str, Any]:
    """Run one engine in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.network", "--alone", engine, "--rows", str(organisations)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def show(name: str, found: dict[str, Any]) -> None:
    """Print the steps of an engine."""
    before, after = found["memory"]
    print(
        f"  {name}: {sum(found['clock'].values()):.2f} s, processor {sum(found['processor'].values()):.2f} s, "
        f"peak {after:.0f} MB ({after - before:.0f} more than before measuring), modularity {found['modularity']:.3f}"
    )
    for step, seconds in found["clock"].items():
        print(f"    {step:<20} {seconds:8.3f} s   processor {found['processor'][step]:8.3f} s")


def run(everyone: int) -> None:
    print(describe())
    organisations = max(2, everyone // SMALLER)
    ours = in_process("territory", organisations)
    print(f"territory: {organisations} organisations, {ours['ties']} ties")
    show("Maillage", ours)
    rivals = {name: in_process(name, organisations) for name in ("igraph", "networkx")}
    shared = sum(ours["processor"][step] for step in SHARED)
    for name, found in rivals.items():
        show(name, found)
        theirs = sum(found["processor"][step] for step in SHARED)
        print(f"    same measures: {theirs / shared:.1f} times the processor time of Maillage")
    whole = in_process("country", everyone)
    print(f"country: {everyone} organisations, {whole['ties']} ties, {whole['hubs']} hubs")
    show("Maillage", whole)
    if whole["sampling"]:
        pivots, closeness, betweenness = whole["sampling"]
        print(
            f"    paths from {pivots} organisations: closeness within {closeness:.1%}, betweenness within {betweenness:.1%}"
        )
    job = in_process("job", everyone)
    print(f"  the job, from rows in PostgreSQL: {job['job']:.1f} s, of which reading them {job['read']:.1f} s")
    print(f"  the mark of its rows: {job['mark']:.2f} s")
    for name in ("page", "data"):
        clock, processor, size = job[name], job[f"{name}_processor"], job[f"{name}_size"] / 1000
        print(f"  its {name}, once measured: {clock:.2f} s, of which this process {processor:.2f} s, {size:.0f} kB")
    print(EXPECTED)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--alone", choices=["territory", "country", "igraph", "networkx", "job"])
    given = parser.parse_args()
    if given.alone:
        print(json.dumps(alone(given.alone, given.rows)))
    else:
        run(given.rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
