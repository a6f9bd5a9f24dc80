#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills real campaigns again and again, and counts what was lost, doubled or left.

    kill_campaigns.py ASSAY [KILLS [SEED]]

Three studies under mpiexec are in turn started, killed (SIGKILL) after a drawn time and
started again, six times each, then run to their end: a kernel on one and two ranks, a
program with the right answer, and one with a wrong answer, which is never to be `ok`.
Ends with 0 only where all counts are 0.
"""

from __future__ import annotations

import fcntl
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

PROGRAM = """study: s
program: [sh, -c, "sleep 0.05; echo {answer}"]
proof: none
scaling: strong
ranks: 1
samples: 1e6
launches: 6
metrics: {{n: {{pattern: '^(\\d+)$'}}}}
check: {{value: n, equal: true, expected: 7}}
"""
STUDIES = {
    "kernel": "study: s\nkernel: pi\nscaling: strong\nsamples: 2e6\nranks: [1, 2]\n"
    "repetitions: 2\nlaunches: 3\n",
    "right": PROGRAM.format(answer=7),
    "wrong": PROGRAM.format(answer=8),
}
LAUNCHES = {"kernel": 6, "right": 6, "wrong": 3}  # a point is given up after three
KILLS_OF_A_STUDY = 6
MOST_LEFT_S = 10


class Campaign:
    """One study in a directory of its own, which is also the one of its launches."""

    def __init__(self, assay: str, name: str, directory: Path) -> None:
        self.name, self.directory = name, directory
        self.journal = directory / "results" / "s" / "journal.jsonl"
        self.scratch = directory / "t"
        self.scratch.mkdir()
        (directory / "s.yaml").write_text(STUDIES[name])
        self.command = [assay, "run", str(directory / "s.yaml"), "--no-report"]
        self.command += ["--results", str(directory / "results")]
        self.in_memory = memory_of_launches()

    def start(self) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "TMPDIR": str(self.scratch)}
        # Others may measure beside it, and disturb it.
        environment |= {"ASSAY_HOST_LOCK": "off", "ASSAY_DISTURBED": "keep"}
        with (self.directory / "output").open("ab") as output:
            return subprocess.Popen(
                self.command, stdout=output, stderr=output, env=environment
            )

    def records(self) -> list[bytes]:
        """Whole lines of launches."""
        if not self.journal.exists():
            return []
        lines = self.journal.read_bytes().split(b"\n")[:-1]
        return [line for line in lines if b'"kind":"record"' in line]

    def left(self) -> list[str]:
        """Processes and directories that should be gone."""
        found = [f"process {pid}" for pid in processes_of(str(self.directory))]
        found += map(str, self.scratch.glob("assay-*"))
        new = memory_of_launches() - self.in_memory
        return found + [str(path) for path in new if not is_held(path)]


def processes_of(text: str) -> list[str]:
    """Those that name it in their words or variables."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            said = (process / "cmdline").read_bytes() + (
                process / "environ"
            ).read_bytes()
        except OSError:
            continue
        if text.encode() in said and process.name != str(os.getpid()):
            found.append(process.name)
    return found


def memory_of_launches() -> set[Path]:
    return set(Path("/dev/shm").glob("assay-" + "[0-9a-f]" * 16))


def is_held(directory: Path) -> bool:
    """By the harness of a launch, perhaps of another study; or already gone."""
    try:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def left_after(campaign: Campaign, seconds: float) -> list[str]:
    """What is still there then; at once where nothing is."""
    latest = time.monotonic() + seconds
    while (left := campaign.left()) and time.monotonic() < latest:
        time.sleep(0.1)
    return left


def torment(campaign: Campaign, kills: int, rng: random.Random) -> Counter[str]:
    """Kills it so often, lets it end, and counts."""
    counts: Counter[str] = Counter()
    seen: set[bytes] = set()
    for _ in range(kills):
        process = campaign.start()
        time.sleep(rng.uniform(0.02, 1.2))
        counts["before its end"] += process.poll() is None
        process.kill()
        process.wait()
        counts["left over"] += len(left_after(campaign, MOST_LEFT_S))
        seen.update(campaign.records())
    end = campaign.start().wait()
    counts["odd ends"] += end != (1 if campaign.name == "wrong" else 0)
    counts["left over"] += len(left_after(campaign, MOST_LEFT_S))
    if campaign.name != "wrong":  # what a failed launch printed is kept
        attempts = campaign.journal.parent / "attempts"
        counts["left over"] += len(list(attempts.glob("*")))
    counts += judged(campaign, seen)
    return counts


def judged(campaign: Campaign, seen: set[bytes]) -> Counter[str]:
    lines = campaign.records()
    records = [json.loads(line) for line in lines]
    attempts = Counter((r["point"], r["launch"], r["attempt"]) for r in records)
    good = Counter((r["point"], r["launch"]) for r in records if r["verdict"] == "ok")
    settled = {
        (r["point"], r["launch"]) for r in records if r["verdict"] != "interrupted"
    }
    is_wrong = campaign.name == "wrong"
    reached = settled if is_wrong else good
    return Counter(
        {
            "records": len(records),
            "lost": len(seen - set(lines)) + LAUNCHES[campaign.name] - len(reached),
            "doubled": sum(n - 1 for n in (*attempts.values(), *good.values())),
            "false ok": len(good) if is_wrong else 0,
        }
    )


def main(assay: str, kills: int = 100, seed: int = 1) -> int:
    rng = random.Random(seed)
    counts: Counter[str] = Counter()
    done = 0
    while done < kills:
        name = list(STUDIES)[done // KILLS_OF_A_STUDY % len(STUDIES)]
        with tempfile.TemporaryDirectory(prefix="kill-", dir="/tmp") as directory:
            campaign = Campaign(assay, name, Path(directory))
            found = torment(campaign, min(KILLS_OF_A_STUDY, kills - done), rng)
            if any(found[k] for k in ("lost", "doubled", "false ok", "odd ends")):
                print(name, dict(found), (campaign.directory / "output").read_text())
        counts += found
        done += KILLS_OF_A_STUDY
    bad = {
        k: counts[k] for k in ("lost", "doubled", "false ok", "odd ends", "left over")
    }
    print(
        f"{kills} kills of campaigns, {counts['before its end']} before their end; "
        f"{counts['records']} records; "
        + ", ".join(f"{count} {what}" for what, count in bad.items())
        + f" (after {MOST_LEFT_S} s)"
    )
    return int(any(bad.values()))


if __name__ == "__main__":
    _, program, *rest = sys.argv
    sys.exit(main(program, *map(int, rest)))
