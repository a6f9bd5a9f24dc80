#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One JSON and one table of what jobscripts/gpu_check.sh measured.

    kernels/device/gpu_table.py DIRECTORY

Reads peers.json and the journals of the studies in DIRECTORY; writes gpu_check.json and
gpu_check.md there. Exit code 1 if a launch is not `ok`: then a tally differs between CPU
and GPU, or something did not run.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

INSTRUCTIONS = Path(__file__).resolve().parent / "instructions.md"
LANES_PER_CYCLE = 128  # of a multiprocessor, four schedulers of 32


@dataclass(frozen=True)
class Row:
    study: str
    kernel: str
    backend: str
    ranks: int
    samples: str
    verdicts: tuple[str, ...]
    detail: str  # of the first launch that is not ok
    samples_per_s: float | None  # from the host's clock, over launches
    event_samples_per_s: float | None  # from the device's


def rate_of(records: list[dict], samples: int, key: str) -> float | None:
    """Median over launches of the median over repetitions, but for the first."""
    rates = []
    for record in records:
        measurement = record["result"]["measurements"][0]
        times = measurement.get(key, [])[1:]
        if times:
            rates.append(samples / statistics.median(times))
    return statistics.median(rates) if rates else None


def rows_of(journal: Path) -> Iterator[Row]:
    planned: dict[str, dict] = {}
    by_point: dict[str, list[dict]] = {}
    for line in journal.read_text().splitlines():
        value = json.loads(line)
        if value["kind"] == "study":
            planned |= {point["point"]: point for point in value["points"]}
        elif value["kind"] == "record":
            by_point.setdefault(value["point"], []).append(value)
    for point, records in by_point.items():
        asked = planned[point]
        samples = int(asked["samples"])
        good = [record for record in records if record["verdict"] == "ok"]
        bad = [record["detail"] for record in records if record["verdict"] != "ok"]
        yield Row(
            study=journal.parent.name,
            kernel=asked["kernel"],
            backend=asked["backend"],
            ranks=asked["ranks"],
            samples=asked["samples"],
            verdicts=tuple(sorted({record["verdict"] for record in records})),
            detail=bad[0] if bad else "",
            samples_per_s=rate_of(good, samples, "makespan_s"),
            event_samples_per_s=rate_of(good, samples, "kernel_event_s"),
        )


def issue_bound(peers: dict) -> float:
    """Samples a second of pi if every cycle issued one of its instructions."""
    text = INSTRUCTIONS.read_text()
    per_sample = float(re.search(r"\| pi \| sample \| ([\d.]+)", text)[1])
    lanes = LANES_PER_CYCLE * peers["multiprocessors"]
    return lanes * peers["clock_hz"] / per_sample


def shown(rate: float | None) -> str:
    return "" if rate is None else f"{rate:.4g}"


def table_of(peers: dict, rows: list[Row]) -> str:
    bound = issue_bound(peers)
    pi, curand = peers["pi_samples_per_s"], peers["curand_samples_per_s"]
    lines = [
        f"# {peers['device']}",
        "",
        (
            f"pi {pi:.4g} samples/s, {pi / bound:.2f} of the bound of its instructions "
            f"({bound:.4g}); by `curand_uniform4` {curand:.4g}: {pi / curand:.2f} times. "
            f"Copy within the device {peers['copy_bytes_per_s']:.4g} bytes/s."
        ),
        "",
        "| study | kernel | backend | ranks | samples | verdict | samples/s | by events |",
        "| --- | --- | --- | ---: | ---: | --- | ---: | ---: |",
    ]
    for row in rows:
        cells = (
            row.study,
            row.kernel,
            row.backend,
            str(row.ranks),
            row.samples,
            " ".join(row.verdicts) + (f": {row.detail}" if row.detail else ""),
            shown(row.samples_per_s),
            shown(row.event_samples_per_s),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    directory = Path(sys.argv[1])
    peers = json.loads((directory / "peers.json").read_text())
    rows = [
        row
        for journal in sorted(directory.glob("*/journal.jsonl"))
        for row in rows_of(journal)
    ]
    answer = {
        "peers": peers,
        "pi_issue_bound_samples_per_s": issue_bound(peers),
        "points": [asdict(row) for row in rows],
    }
    (directory / "gpu_check.json").write_text(json.dumps(answer, indent=1) + "\n")
    (directory / "gpu_check.md").write_text(table_of(peers, rows))
    return 0 if all(row.verdicts == ("ok",) for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
