# SPDX-License-Identifier: Apache-2.0
"""Makes journals by the contract of results/README.md, for the tests.

`python3 journals.py DIRECTORY` writes the demonstration study there.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import random
import sys
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SEED = "0x548c9decbce65297"


def line(value: dict[str, Any], schema: int = 1) -> str:
    """One journal line, with the checksum of all that precedes it.

    The names of a result stand in alphabetical order, as our worker writes them.
    """
    if "result" in value and schema == 1:
        value = value | {
            "result": json.loads(json.dumps(value["result"], sort_keys=True))
        }
    body = json.dumps({"schema": schema, **value}, separators=(",", ":"))[:-1]
    return f'{body},"crc32":"{zlib.crc32(body.encode()):08x}"}}'


def shared_parts(record: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What the harness writes of a record (docs/journal.md): the lines that others may
    refer to as well, and its own."""
    own = json.loads(json.dumps(record))
    name = "-".join(str(record[key]) for key in ("point", "launch", "attempt"))
    own["argv"] = [word.replace(name, "{attempt}") for word in own["argv"]]
    result = own.get("result", {})
    measured = (result.get("measurements") or [{}])[0]
    ranks = result.get("world", {}).get("by_rank", [])
    if all("pid" in rank for rank in ranks) and ranks:
        result["pids"] = packed(planes([rank.pop("pid") for rank in ranks]))
    if measured.get("repetitions"):
        measured["repetitions"] = _packed_times(measured["repetitions"])
    setting = _taken(own, ("requested", "series", "following", "argv", "manifest"))
    of_result = _taken(result, ("worker",))
    if "clock" in result:
        of_result["clock"] = _taken(result["clock"], ("name", "resolution_s"))
    names = ("kernel", "samples", "parameters", "samples_by_rank", "checks")
    if of_measured := _taken(measured, names):
        of_result["measurements"] = [of_measured]
    world = _taken(result, ("world",))
    answer = _taken(measured, ("tallies", "estimate"))
    values = [
        setting | ({"result": of_result} if of_result else {}),
        {"result": world} if world else {},
        {"result": {"measurements": [answer]}} if answer else {},
    ]
    lines = [_shared(value) for value in values if value]
    return lines, own | {"shared": [one["id"] for one in lines]}


def _taken(value: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value.pop(name) for name in names if name in value}


def _shared(value: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(value, separators=(",", ":")).encode()
    id = hashlib.sha256(text).hexdigest()[:16]
    held = {"packed": packed(text)} if len(text) > 4096 else {"value": value}
    return {"kind": "shared", "id": id, **held}


def packed(content: bytes) -> dict[str, Any]:
    """Bytes as a line holds them."""
    text = base64.b64encode(zlib.compress(content)).decode()
    return {"bytes": len(content), "base64": text}


def planes(numbers: list[int]) -> bytes:
    """Whole numbers by their first bytes, then by their second ones, and so on."""
    return bytes(n >> 8 * plane & 255 for plane in range(8) for n in numbers)


def _packed_times(repetitions: list[dict[str, list[float]]]) -> dict[str, Any]:
    numbers: list[int] = []
    for one in repetitions:
        barrier, useful, reduce = (
            [round(1e9 * t) for t in one[name]]
            for name in ("barrier_s", "useful_s", "reduce_s")
        )
        numbers += [*barrier, *useful, *map(sum, zip(useful, reduce))]
    return packed(planes(numbers)) | {"ranks": len(repetitions[0]["useful_s"])}


def compact(lines: Iterable[str]) -> list[str]:
    """The lines of a journal as the harness writes them today."""
    found: dict[str, None] = {}
    for text in lines:
        value = json.loads(text)
        del value["schema"], value["crc32"]
        shared: list[dict[str, Any]] = []
        if value["kind"] == "record":
            shared, value = shared_parts(value)
        for one in (*shared, value):
            found[line(one, schema=2)] = None
    return list(found)


def requested(ranks: int, threads: int, samples: int, **more: Any) -> dict[str, Any]:
    """The fields of `requested`; `more` replaces the defaults."""
    return {
        "kernel": "pi",
        "samples": str(samples),
        "nodes": 1,
        "ranks": ranks,
        "threads": threads,
        "backend": "openmp",
        "launcher": "mpiexec",
        "seed": SEED,
        "repetitions": 7,
        "parameters": {},
        "env": {},
    } | more


def point_id(request: dict[str, Any]) -> str:
    """Sixteen hexadecimal digits that depend on everything asked."""
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()[:16]


def hits(request: dict[str, Any]) -> int:
    """An answer that depends on what the tallies may depend on, and on nothing else."""
    samples = int(request["samples"])
    noise = random.Random(f"{request['kernel']} {samples} {request['seed']}")
    deviation = (samples * 0.7853981633974483 * 0.2146) ** 0.5
    return round(samples * 0.7853981633974483 + noise.gauss(0, 1) * deviation)


def worker(threads: int) -> dict[str, Any]:
    return {
        "backend": "openmp",
        "concurrency": threads,
        "kokkos": "3.4.1",
        "mpi": "Open MPI v4.1.4, package: Debian Open MPI",
        "compiler": "GNU 12.2.0",
        "build_type": "Release",
        "flags": "-O3 -march=native",
        "commit": "0123abc",
        "dirty": False,
    }


def place(rank: int, per_node: int, threads: int) -> dict[str, Any]:
    """Where a rank ran, of so many on each node, one after the other."""
    node, here = divmod(rank, per_node)
    first = here * threads
    return {
        "host": f"n{node + 1}",
        "node": node,
        "pid": 4711 + rank,
        "cpus": f"{first}-{first + threads - 1}",
        "cores": threads,
        "threads": threads,
        "thread_cpus": [str(first + t) for t in range(threads)],
    }


def result(request: dict[str, Any], makespan_s: list[float], **more: Any) -> dict:
    """A worker's result for the request with these times."""
    ranks, threads = request["ranks"], request["threads"]
    samples = int(request["samples"])
    share = [samples // ranks + (rank < samples % ranks) for rank in range(ranks)]
    found = more.pop("hits", hits(request))
    measurement = {
        "kernel": request["kernel"],
        "samples": request["samples"],
        "parameters": request["parameters"],
        "samples_by_rank": [str(n) for n in share],
        "tallies": {"hits": str(found)},
        "estimate": {
            "value": 4 * found / samples,
            "reference": 3.141592653589793,
            "standard_error": 1.642183 / samples**0.5,
        },
        "repetitions": [
            {
                "useful_s": [t * 0.99 - 1e-9 * rank for rank in range(ranks)],
                "reduce_s": [t * 0.01] * ranks,
                "barrier_s": [1e-6] * ranks,
            }
            for t in makespan_s
        ],
        "makespan_s": makespan_s,
        "skew_bound_s": [2e-6] * len(makespan_s),
    }
    nodes = request["nodes"]
    by_rank = [place(rank, -(-ranks // nodes), threads) for rank in range(ranks)]
    return {
        "worker": worker(threads),
        "world": {"ranks": ranks, "nodes": nodes, "by_rank": by_rank},
        "clock": {
            "name": "CLOCK_MONOTONIC",
            "resolution_s": 1e-9,
            "overhead_s": 2.4e-8,
        },
        "launch": {
            "mpi_init_s": 0.31,
            "runtime_init_s": 0.004,
            "total_s": 1.05 * sum(makespan_s),
        },
        "measurements": [measurement | more],
    }


def record(
    request: dict[str, Any],
    launch: int,
    makespan_s: list[float] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A record; without times it must be given a verdict that is not ok."""
    measured = {k: more.pop(k) for k in ("hits",) if k in more}
    return {
        "kind": "record",
        "point": point_id(request),
        "block": launch,
        "launch": launch,
        "attempt": 1,
        "verdict": "ok",
        "detail": "",
        "requested": request,
        "series": ["strong"],
        "argv": ["mpiexec", "-n", str(request["ranks"]), "assay-worker-openmp", "job"],
        "started_utc": "2026-01-01T12:00:00.123Z",
        "wall_s": 1.61,
        "exit_code": 0,
        "signal": 0,
        "manifest": "m1",
        **({"result": result(request, makespan_s, **measured)} if makespan_s else {}),
    } | more


def uneven(
    maker: JournalMaker, request: dict[str, Any], useful_s: list[list[float]], n: int
) -> None:
    """A point of `n` launches whose ranks work so long in each repetition, and wait for
    the busiest in a reduction of 10 ms."""
    times_s = [max(of_ranks) + 0.01 for of_ranks in useful_s]
    repetitions = [
        {
            "useful_s": of_ranks,
            "reduce_s": [time_s - work_s for work_s in of_ranks],
            "barrier_s": [1e-6] * len(of_ranks),
        }
        for time_s, of_ranks in zip(times_s, useful_s)
    ]
    maker.point(request, ["strong"])
    for launch in range(1, n + 1):
        found = record(request, launch, times_s)
        found["result"]["measurements"][0]["repetitions"] = repetitions
        maker.lines.append(found)


def witnessed(ranks: int, time_s: float, mpi_s: float = 0.0, **more: Any) -> dict:
    """What the witness wrote of ranks that are all alike."""
    return {
        "executable": "/opt/app",
        "mpi": {"version": "Open MPI v4.1.4"},
        "host": ["n1"] * ranks,
        "cpu_s": [time_s] * ranks,
        "children_cpu_s": [0.0] * ranks,
        "memory_bytes": [1e6] * ranks,
        "times": [{"program_s": time_s}] * ranks,
        "mpi_s": [{"collective": mpi_s}] * ranks,
    } | more


def manifest(id: str = "m1", **more: Any) -> dict[str, Any]:
    return {
        "kind": "manifest",
        "id": id,
        "machine": {
            "hostname": "n1",
            "cpu_model": "Example CPU 8-Core @ 3.00GHz",
            "cores": 8,
            "memory_bytes": 34359738368,
            "kernel": "Linux 6.1.0",
            "governor": "performance",
        },
        "build": {"assay": "0.1.0", "workers": {"openmp": "ab" * 32}},
        "environment": {"OMP_PROC_BIND": "close", "OMP_PLACES": "cores"},
    } | more


def stop(request: dict[str, Any], reason: str = "ci", launches: int = 10) -> dict:
    return {
        "kind": "stop",
        "point": point_id(request),
        "reason": reason,
        "launches": launches,
    }


@dataclass
class JournalMaker:
    """Collects points and records, and writes them behind their study line."""

    name: str = "demo"
    points: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    until: Any = 0.02
    rule: dict[str, Any] | None = None
    curves: list[dict[str, str]] = field(default_factory=list)
    base: dict[str, Any] | None = None
    target: float | None = None
    imports: list[dict[str, Any]] = field(default_factory=list)
    sides: list[dict[str, Any]] = field(default_factory=list)
    pairs: list[list[str]] = field(default_factory=list)

    def point(self, request: dict[str, Any], series: list[str]) -> None:
        """Plans a point."""
        self.points.append({"point": point_id(request), **request, "series": series})

    def skip(self, request: dict[str, Any], series: list[str], reason: str) -> None:
        """Plans a point that is not run."""
        planned = {"point": point_id(request), **request, "series": series}
        self.skipped.append(planned | {"reason": reason})

    def measure(
        self,
        request: dict[str, Any],
        times_s: list[float],
        series: tuple[str, ...] = ("strong",),
        **more: Any,
    ) -> None:
        """Plans a point and records a launch for each time; warm-up is 30 % slower."""
        self.point(request, list(series))
        for launch, t in enumerate(times_s, start=1):
            times = [1.3 * t] + [t] * 6
            self.lines.append(
                record(request, launch, times, series=list(series), **more)
            )
        self.lines.append(stop(request, "ci", len(times_s)))

    def study(self) -> dict[str, Any]:
        """The study line."""
        return {
            "kind": "study",
            "study": self.name,
            "file": f"configs/{self.name}.yaml",
            "text": f"study: {self.name}\nkernel: pi\nsamples: 2e9\nranks: [1, 2, 4]\n",
            "started_utc": "2026-01-01T12:00:00Z",
            "order_seed": "0x1",
            "launches": self.rule or self._as_many_as_there_are(),
            "scaling": ["strong", "weak"],
            **({"base": self.base} if self.base else {}),
            **({"target": self.target} if self.target else {}),
            **({"imports": self.imports} if self.imports else {}),
            **({"sides": self.sides, "pairs": self.pairs} if self.pairs else {}),
            "resource_unit": "core",
            "points": self.points,
            "skipped": self.skipped,
            **({"curves": self.curves} if self.curves else {}),
        }

    def _as_many_as_there_are(self) -> dict[str, Any]:
        """A fixed number, so that every launch counts."""
        found = [one["launch"] for one in self.lines if one.get("kind") == "record"]
        most = max(found, default=1)
        return {"min": most, "max": most, "until": self.until}

    def text(self) -> str:
        """The whole journal."""
        values = [self.study(), manifest(), *self.lines]
        return "".join(line(value) + "\n" for value in values)

    def write(self, directory: Path) -> Path:
        """Writes `directory`/journal.jsonl and returns `directory`."""
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "journal.jsonl").write_text(self.text())
        return directory


def launches(median_s: float, n: int, seed: int, noise: float = 0.01) -> list[float]:
    """Skewed times around a median, as real ones are: some launches are slower."""
    rng = random.Random(seed)
    times = []
    for _ in range(n):
        slow = 1.06 if rng.random() < 0.08 else 1.0
        times.append(median_s * rng.lognormvariate(0, noise) * slow)
    return times


def demonstration(largest: int = 8) -> JournalMaker:
    """Strong and weak, ranks and hybrids, failures, a skip, an interruption."""
    maker = JournalMaker(rule={"min": 10, "max": 12, "until": 0.02})
    shapes = [(r, t) for r in (1, 2, 4, 8) for t in (1, 2, 4) if r * t <= largest]
    for number, (ranks, threads) in enumerate(shapes):
        cores = ranks * threads
        t = 0.8 * (0.02 + 0.98 / cores) + 0.002 * (threads - 1)
        both = ("strong", "weak") if cores == 1 else ("strong",)
        strong = requested(ranks, threads, 2 * 10**9)
        maker.measure(strong, launches(t, 10 + number % 3, number), both)
        if cores > 1 and threads == 1:
            weak = requested(ranks, threads, 2 * 10**9 * cores)
            t = 0.8 * (1 + 0.01 * cores**0.5)
            maker.measure(weak, launches(t, 10, 100 + number), ("weak",))
    crash = requested(1, largest, 2 * 10**9)
    maker.point(crash, ["strong"])
    for attempt in (1, 2, 3):
        maker.lines.append(
            record(
                crash,
                1,
                attempt=attempt,
                verdict="crash",
                signal=11,
                detail="rank 0 ended by signal 11 (SIGSEGV)",
            )
        )
    maker.lines.append(
        record(strong, 99, verdict="interrupted", detail="Ctrl-C while it ran")
    )
    maker.skip(
        requested(2 * largest, 1, 2 * 10**9),
        ["strong"],
        f"needs {2 * largest} cores, the machine has {largest}",
    )
    return maker


UNITS = {
    "mesh": ("s", "time"),
    "assembly": ("ms", "time"),
    "solve": ("s", "time"),
    "rate": ("GFLOP/s", "rate"),
    "memory": ("GiB", "size"),
    "iterations": ("", "count"),
    "wall": ("s", "time"),
}
"""The metrics of the program below, with their kinds."""


def curve(name: str) -> dict[str, str]:
    """An entry of `curves` in a study line."""
    unit, kind = UNITS[name]
    return {"metric": name, "unit": unit, "kind": kind}


def metric_values(cores: int, work: int, rng: random.Random) -> dict[str, float]:
    """What one launch gives on so many cores, in the units above: the mesh is made on
    one of them, the solver loses a little on each doubling."""
    share, loss = work / cores, 1 + 0.03 * math.log2(cores)
    state = rng.lognormvariate(0, 0.01)
    mesh_s = 0.5 * work**0.5 * rng.lognormvariate(0, 0.02)
    return {
        "mesh": round(mesh_s, 3),
        "assembly": round(1200 * share * state * rng.lognormvariate(0, 0.01), 1),
        "solve": 3.4 * share * loss * state * rng.lognormvariate(0, 0.005),
        "rate": 39.2 * cores / loss / state * rng.lognormvariate(0, 0.005),
        "memory": 1.5 * work + 0.1 * cores,
        "iterations": 100 + 4 * cores,
    }


def phases(
    curves: tuple[str, ...],
    shapes: tuple[tuple[int, int], ...] = ((1, 1), (2, 1), (4, 1), (8, 1)),
    kinds: tuple[str, ...] = ("strong",),
    n: int = 10,
    steps: bool = True,
) -> JournalMaker:
    """A program that prints its phases, a rate and what it used; `curves` are asked
    for, the first of them leads. `steps` tells what the last digits are worth."""
    maker = JournalMaker("phases", curves=[curve(name) for name in curves])
    planned: dict[tuple[int, int, int], list[str]] = {}
    for kind in kinds:
        for ranks, threads in shapes:
            work = ranks * threads if kind == "weak" else 1
            planned.setdefault((ranks, threads, work), []).append(kind)
    for (ranks, threads, work), series in planned.items():
        request = requested(
            ranks, threads, work, kernel="app", repetitions=1, program=["app"]
        )
        maker.point(request, series)
        rng = random.Random(f"{series} {ranks} {threads}")
        for launch in range(1, n + 1):
            values = metric_values(ranks * threads, work, rng)
            one = program_record(request, launch, values, curves[0], steps)
            maker.lines.append(one | {"series": series})
        maker.lines.append(stop(request, "ci", n))
    return maker


def program_record(
    request: dict[str, Any],
    launch: int,
    values: dict[str, float],
    leading: str,
    with_steps: bool,
) -> dict[str, Any]:
    """A launch with these metrics, of which the mesh was printed with three decimals
    and the assembly with one."""
    wall_s = sum(values[name] for name in ("mesh", "solve")) + values["assembly"] / 1e3
    factor = {"s": 1.0, "ms": 1e-3}.get(UNITS[leading][0])
    time_s = values.get(leading, 1.1 * wall_s) * factor if factor else 1.1 * wall_s
    steps = {"mesh": 0.001, "assembly": 0.1} if with_steps else {}
    metrics = {
        name: {
            "value": value,
            "unit": UNITS[name][0],
            **({"resolution": steps[name]} if name in steps else {}),
        }
        for name, value in values.items()
    }
    found = record(request, launch, [time_s], wall_s=1.1 * wall_s)
    found["result"] = result(
        request, [time_s], tallies={}, estimate=None, repetitions=[], metrics=metrics
    )
    return found


if __name__ == "__main__":
    demonstration(int(sys.argv[2]) if len(sys.argv) > 2 else 8).write(Path(sys.argv[1]))
