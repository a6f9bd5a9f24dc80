# SPDX-License-Identifier: Apache-2.0
"""Each warning has a source: a field that the C++ writes, a journal that fires it.

The other tests of the rules make their journals; those here the harness wrote.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from journals import line

from coverage_study.chain import PROGRAM
from scaling.finding import GRADES, INFORMATION
from scaling.overview import Overview, read_overview
from scaling.warnings import warners
from scaling.zipped import zip_equal

ROOT = Path(__file__).parent.parent.parent

RESULT = "kernels/worker/result.cpp"
RECORD = "harness/records/record.cpp"
ACTIVITY = "common/activity.cpp"
MANIFEST = "harness/site/manifest.cpp"
PROVENANCE = "kernels/worker/provenance.cpp"
WITNESS = "witness/record.c"

SOURCES = {
    "wrong_answers": {
        "tallies": RESULT, "disagrees": RECORD,
    },
    "unlikely_answers": {"estimate": RESULT, "standard_error": RESULT},
    "mixed_scaling": {"samples": "harness/records/point_json.cpp"},
    "few_launches": {"makespan_s": RESULT, "until": RECORD},
    "linked_launches": {"makespan_s": RESULT},
    "short_region": {
        "makespan_s": RESULT, "skew_bound_s": RESULT, "overhead_s": RESULT,
        "resolution_s": RESULT,
    },
    "small_work": {"reduce_s": RESULT, "useful_s": RESULT},
    "base_not_comparable": {
        "workers": MANIFEST, "cpu_model": MANIFEST,
        "flags": PROVENANCE, "build_type": PROVENANCE,
    },
    "slow_base": {
        "flags": PROVENANCE, "build_type": PROVENANCE, "ceiling_samples_per_s": RESULT,
    },
    "unsteady": {"makespan_s": RESULT, "launch": RECORD},
    "unbound": {"cores": "common/world.cpp", "threads": "common/world.cpp"},
    "mixed_modes": {"makespan_s": RESULT, "host": "common/world.cpp"},
    "superlinear": {"makespan_s": RESULT},
    "disturbed": {
        "others_cpus": ACTIVITY, "steal_share": ACTIVITY,
        "others_pressure_share": ACTIVITY, "disturbed": "harness/judge/verdict.cpp",
    },
    "machine_state": {
        "governor": MANIFEST, "clocksource": MANIFEST, "architecture": MANIFEST,
    },
    "above_ceiling": {"ceiling_samples_per_s": RESULT},
    "missing_points": {"points": RECORD, "skipped": RECORD, "verdict": RECORD},
    "gpu_timing": {"kernel_event_s": RESULT},
    "coarse_times": {"resolution_s": "harness/judge/program_answer.cpp"},
    "imbalance": {"useful_s": RESULT, "samples": RESULT},
    "slow_node": {"useful_s": RESULT, "host": "common/world.cpp"},
    "untested_difference": {"makespan_s": RESULT},
    "apart_from_base": {"started_utc": RECORD},
    "provenance": {
        "cpu_model": MANIFEST, "commit": PROVENANCE, "dirty": PROVENANCE,
    },
    "seeds": {"seed": "harness/records/point_json.cpp", "standard_error": RESULT},
    "cpus_used": {"cpu_s": WITNESS, "program_s": WITNESS},
    "start_up_in_wall": {"program_s": WITNESS, "wall_s": RECORD},
    "left_out": {"left_out": RECORD, "node": RECORD, "failures": RECORD,
                 "is_noisy": RECORD},
    "not_used": {"verdict": RECORD, "attempt": RECORD},
    "residue": {"manifest": RECORD, "environment": MANIFEST, "compiler": PROVENANCE},
    "imported": {"proof": "harness/records/point_json.cpp"},
    "simulated": {"launcher": "harness/records/point_json.cpp"},
}  # fmt: skip
"""The rules by their files: the fields that they read, and what writes each."""


def test_every_rule_reads_what_the_harness_writes() -> None:
    assert set(SOURCES) == {rule.__name__.split(".")[-1] for rule in warners()}
    for rule, fields in SOURCES.items():
        for field, source in fields.items():
            assert f'"{field}"' in (ROOT / source).read_text(), (rule, field, source)


def fired(overview: Overview) -> set[str]:
    """The IDs of what was found."""
    return {finding.id for finding in overview.findings}


def test_a_study_beside_other_work_is_warned_of(tmp_path: Path) -> None:
    """The harness wrote this journal while others kept 1.7 of two CPUs busy."""
    journal = ROOT / "tests" / "contract" / "quickstart.jsonl"
    shutil.copy(journal, tmp_path / "journal.jsonl")
    overview = read_overview(tmp_path)
    texts = {finding.message for finding in overview.findings}
    assert any(text.startswith("other processes used up to 1.8 CPUs") for text in texts)
    assert fired(overview) >= {"W03", "W05", "W09", "W14", "W21"}


QUIET = """\
kernel: pi
launcher: simulate
scaling: strong
samples: 1e10
ranks: [1, 2, 3]
repetitions: 3
launches: 10
simulate:
  cores_per_node: 8
  rate: 1e9
  collective: {in_node: 1ms}
  noise: {launch: 0.2%}
"""
STUDIES = {
    "W01": ["simulate.faults.wrong_answer=20%"],
    "W02": ["samples=[1e9, 2e9, 3e9]", "zip=[[ranks, samples]]"],
    "W03": ["launches={min: 6, max: 7, until: 0.01%}"],
    "W04": ["launches=40", "simulate.drift=50%"],
    "W05": ["samples=1e5"],
    "W06": ["samples=1e5"],
    "W09": ["launches=20", "simulate.drift=50%"],
    "W14": ["simulate.faults.disturbed=90%"],
    "W12": ["launches=50", "simulate.outliers={share: 40%, by: 20%}"],
    "W16": ["simulate.faults.crash=100%"],
    "W21": ["simulate.imbalance=20%"],
    "W30": [
        "ranks=4", "nodes=4", "simulate.nodes=4", "launches=20",
        "simulate.slow_nodes={share: 30%, by: 10%}",
    ],
    "W22": ["backend=[openmp, serial]", "simulate.noise.launch=5%"],
    "W35": [],
}  # fmt: skip


@cache
def program() -> Path:
    """The harness as it is built here."""
    if not PROGRAM.exists():
        pytest.skip("assay is not built")
    return PROGRAM


def simulated(folder: Path, changes: list[str]) -> Overview:
    """A study that the harness ran with a model, all quiet but for the changes."""
    study = folder / "quiet.yaml"
    study.write_text("study: quiet\n" + QUIET)
    words = [word for change in changes for word in ("-D", change)]
    done = subprocess.run(
        [program(), "run", study, "--results", folder, "--no-report", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,  # a launch that fails makes the exit code 1
    )
    assert done.returncode in (0, 1), done.stderr
    return read_overview(folder / "quiet")


@pytest.mark.parametrize("id", STUDIES)
def test_what_the_harness_wrote_fires(tmp_path: Path, id: str) -> None:
    assert id in fired(simulated(tmp_path, STUDIES[id]))


@pytest.mark.parametrize("more", ["launches=12", "seed=[1, 2, 3]"])
def test_a_quiet_study_fires_nothing(tmp_path: Path, more: str) -> None:
    found = simulated(tmp_path, [more]).findings
    (text,) = [finding.text for finding in found]
    assert "SIMULATED" in text


GRAVE = {grade for grade in GRADES if grade != INFORMATION}


def test_the_quickstart_of_a_quiet_cluster_has_nothing_grave(tmp_path: Path) -> None:
    """The very study, answered by a model without other work beside it."""
    done = subprocess.run(
        [program(), "run", ROOT / "configs" / "quickstart.yaml", "--no-report",
         "--results", tmp_path, "-D", "launcher=simulate", "-D",
         "simulate={cores_per_node: 4, noise: {launch: 0.5%, repetition: 0.5%}}"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    overview = read_overview(tmp_path / "quickstart")
    assert overview.study.points
    assert [f.text for f in overview.findings if f.grade in GRAVE] == []


def quiet(record: dict, seconds: Iterator[float]) -> dict:
    """What the harness would have written with no other work on the machine."""
    request, result = record["requested"], record["result"]
    ideal_s = 3.6e-9 * int(request["samples"]) / request["ranks"]
    measured = result["measurements"][0]
    measured["makespan_s"] = [ideal_s * next(seconds) for _ in measured["makespan_s"]]
    for whole_s, of in zip_equal(measured["makespan_s"], measured["repetitions"]):
        of["useful_s"] = [whole_s - 1e-5] * request["ranks"]
        of["reduce_s"] = [1e-5] * request["ranks"]
    measured["skew_bound_s"] = [1e-6] * len(measured["skew_bound_s"])
    result["noise"] = dict.fromkeys(result["noise"], 0.01) | {"steal_share": 0.0}
    return record


def test_the_quickstart_of_a_quiet_machine_has_nothing_grave(tmp_path: Path) -> None:
    """The journal of the contract, with times and noise that a quiet machine has."""
    noise = random.Random(1)
    seconds = iter(lambda: noise.lognormvariate(0, 0.005), None)
    source = (ROOT / "tests" / "contract" / "quickstart.jsonl").read_text()
    lines = [json.loads(one) for one in source.splitlines()]
    for one in lines:
        one.pop("crc32")
    lines = [quiet(x, seconds) if x["kind"] == "record" else x for x in lines]
    (tmp_path / "journal.jsonl").write_text("".join(line(x) + "\n" for x in lines))
    overview = read_overview(tmp_path)
    assert all(len(point.launches) >= 9 for point in overview.study.points)
    assert overview.findings == ()
