# SPDX-License-Identifier: Apache-2.0
"""Time and memory from a journal of many records to the whole report.

`python3 benchmarks/many_records.py [RECORDS] [FOLDER]` writes a journal of one million
records (strong and weak scaling of ranks x threads to 4,096 cores, two ranks' worth of
phases in each record, every number of a launch its own), then reads it, writes the
whole report, and prints seconds and peak memory of each step. The last is of what
has a row for each launch: CSV, JSON and SQLite.
"""

from __future__ import annotations

import base64
import json
import random
import re
import resource
import sys
import tempfile
import time
import zlib
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

sys.path[:0] = [
    str(Path(__file__).parents[1]),
    str(Path(__file__).parents[1] / "tests"),
]

RECORDS = 1_000_000
POINTS = 104
GOAL_S, GOAL_BYTES = 10.0, 10**9
"""From the disk to tables, figures and page, of RECORDS on two cores."""


def write_journal(folder: Path, records: int) -> Path:
    """A journal as the harness writes it, in which every launch has its own numbers."""
    from journals import (
        JournalMaker,
        line,
        manifest,
        record,
        requested,
        shared_parts,
    )

    maker = JournalMaker("many")
    rng = random.Random(1)
    shapes = [(2**p, 2**t) for p in range(13) for t in range(4)]
    templates, before = [], []
    for ranks, threads in shapes:
        cores = ranks * threads
        for kind, samples in (("strong", 10**11), ("weak", 10**9 * cores)):
            request = requested(ranks, threads, samples)
            maker.point(request, [kind])
            seconds = 0.05 + 100 / cores if kind == "strong" else 1 + 0.001 * cores**0.5
            # Phases of two ranks: what 4,096 would add is not a record's but a rank's.
            small = requested(min(ranks, 2), threads, samples)
            found = record(small, 1, [1.0] * 7, series=[kind])
            point = maker.points[-1]["point"]
            found |= {"requested": request, "point": point, "argv": _argv(ranks, point)}
            found["result"]["noise"] = dict.fromkeys(NOISE, 0.125)
            shared, own = shared_parts(found)
            before += [line(one, schema=2) for one in shared]
            templates.append((line(own, schema=2), seconds))
    with (folder / "journal.jsonl").open("w") as out:
        for text in dict.fromkeys((line(maker.study()), line(manifest()), *before)):
            out.write(text + "\n")
        for launch in range(1, records // len(templates) + 1):
            rng.shuffle(templates)
            for text, seconds in templates:
                out.write(_varied(text, launch, seconds, rng) + "\n")
    return folder


NOISE = ("others_cpus", "pressure_share", "steal_share")


def _argv(ranks: int, point: str) -> list[str]:
    words = f"mpiexec -n {ranks} --map-by ppr:1:node:PE=1 --bind-to core -x OMP_PLACES"
    job = f"results/many/attempts/{point}-1-1/job.json"
    return [*words.split(), "build/release/bin/assay-worker-openmp", job]


def _varied(text: str, launch: int, seconds: float, rng: random.Random) -> str:
    """The record as another launch would have left it: every number of its own."""
    t = [seconds * rng.lognormvariate(0, 0.01) for _ in range(7)]
    numbers = [
        round(1e9 * number)
        for x in t
        for number in (2e-6 * rng.random(), 1.3897e-05, x * 0.98, x * 0.99, x * 0.99, x)
    ]
    planes = np.array(numbers).view(np.uint8).reshape(-1, 8).T.tobytes()
    packed = base64.b64encode(zlib.compress(planes)).decode()
    skew = [3e-6 * rng.random() for _ in t]
    for pattern, new in (
        (r'"block":1,"launch":1', f'"block":{launch},"launch":{launch}'),
        (r'"started_utc":"[^"]*"', f'"started_utc":"{_clock(launch, rng)}"'),
        (r'"wall_s":[^,]*', f'"wall_s":{sum(t) + rng.random()!r}'),
        (r'"overhead_s":[^,}]*', f'"overhead_s":{2e-8 + 1e-9 * rng.random()!r}'),
        (r'"mpi_init_s":[^,]*', f'"mpi_init_s":{rng.random()!r}'),
        (r'"total_s":[^}]*', f'"total_s":{1.05 * sum(t)!r}'),
        (r'"makespan_s":\[[^]]*', f'"makespan_s":{_plain(t)[:-1]}'),
        (r'"repetitions":.*?"ranks":[0-9]*', _times(len(planes), packed)),
        (r'"skew_bound_s":\[[^]]*', f'"skew_bound_s":{_plain(skew)[:-1]}'),
        (r'others_cpus":0.125', f'others_cpus":{0.001 * rng.random()!r}'),
        (r'pressure_share":0.125', f'pressure_share":{0.001 * rng.random()!r}'),
        (r'steal_share":0.125', 'steal_share":0.0'),
    ):
        text = re.sub(pattern, new, text)
    body = text[: text.rindex(',"crc32":')]
    return f'{body},"crc32":"{zlib.crc32(body.encode()):08x}"}}'


def _times(size: int, packed: str) -> str:
    return f'"repetitions":{{"bytes":{size},"base64":"{packed}","ranks":2'


def _plain(values: list[float]) -> str:
    return json.dumps(values, separators=(",", ":"))


def _clock(launch: int, rng: random.Random) -> str:
    at = datetime(2026, 1, 1) + timedelta(seconds=60 * launch + 60 * rng.random())
    return f"{at.isoformat(timespec='milliseconds')}Z"


def measure(folder: Path) -> None:
    """Prints what each step takes."""
    from scaling.model.study import make_study
    from scaling.overview import make_overview
    from scaling.records.journal import read_journal
    from scaling.write import DOCUMENT_FORMATS, FIGURE_FORMATS, FORMATS, write_report

    clock = Clock()
    journal = read_journal(folder / "journal.jsonl")
    records = len(journal.records) + sum(map(len, journal.rows))
    clock.lap(f"read {records:,} records, {len(journal.problems)} refused")
    study = make_study(journal, "many")
    clock.lap(f"study of {len(study.points)} points, {len(study.curves)} curves")
    overview = make_overview(study)
    clock.lap(f"{len(overview.findings)} findings, {len(overview.tables)} tables")
    shown = frozenset(DOCUMENT_FORMATS + FIGURE_FORMATS)
    write_report(overview, folder / "report", shown)
    clock.lap("figures, tables and page")
    clock.total(records)
    write_report(overview, folder / "rows", frozenset(FORMATS) - shown)
    clock.lap("rows of launches")


class Clock:
    """Prints the time since the last lap and the peak memory so far."""

    def __init__(self) -> None:
        self.start = self.last = time.perf_counter()
        self.cpu = self.last_cpu = time.process_time()

    def lap(self, what: str) -> None:
        now, cpu = time.perf_counter(), time.process_time()
        seconds = f"{now - self.last:8.2f} s {cpu - self.last_cpu:8.2f} s of CPU"
        print(f"{seconds} {peak_bytes() / 1e9:6.2f} GB  {what}", flush=True)
        self.last, self.last_cpu = now, cpu

    def total(self, records: int) -> None:
        """Prints the sum of the laps; and whether the goal is met, of RECORDS."""
        wall, peak = self.last - self.start, peak_bytes()
        verdict = ""
        if records >= RECORDS:
            is_met = wall <= GOAL_S and peak <= GOAL_BYTES
            goal = f"goal {GOAL_S:g} s and {GOAL_BYTES / 1e9:g} GB"
            verdict = f", {goal}: {'met' if is_met else 'not met'}"
        cpu = self.last_cpu - self.cpu
        print(
            f"{wall:8.2f} s {cpu:8.2f} s of CPU {peak / 1e9:6.2f} GB  in all{verdict}"
        )


def peak_bytes() -> int:
    """Memory of this process since it started, and with it that of its largest fork."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_maxrss for kind in kinds) * 1024


def main() -> None:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(temporary)
        if not (folder / "journal.jsonl").exists():
            folder.mkdir(parents=True, exist_ok=True)
            write_journal(folder, records)
        measure(folder)


if __name__ == "__main__":
    main()
