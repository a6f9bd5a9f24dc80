# SPDX-License-Identifier: Apache-2.0
"""Each warning has a source: a field that the C++ writes, a journal that fires it.

The other tests of the rules make their journals; those here the harness wrote.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from coverage_study.chain import PROGRAM

from scaling.overview import Overview, read_overview
from scaling.warnings import warners

ROOT = Path(__file__).parent.parent.parent

RESULT = "kernels/worker/result.cpp"
RECORD = "harness/records/record.cpp"
MANIFEST = "harness/site/manifest.cpp"
PROVENANCE = "kernels/worker/provenance.cpp"
WITNESS = "witness/record.c"

SOURCES = {
    "wrong_answers": {
        "tallies": RESULT, "estimate": RESULT, "disagrees": RECORD,
    },
    "mixed_scaling": {"samples": "harness/records/point_json.cpp"},
    "few_launches": {"makespan_s": RESULT, "until": RECORD},
    "one_launch": {"makespan_s": RESULT},
    "short_region": {
        "makespan_s": RESULT, "skew_bound_s": RESULT, "overhead_s": RESULT,
        "resolution_s": RESULT,
    },
    "small_work": {"reduce_s": RESULT, "useful_s": RESULT},
    "base_not_comparable": {
        "workers": MANIFEST, "cpu_model": MANIFEST, "governor": MANIFEST,
        "flags": PROVENANCE, "build_type": PROVENANCE, "started_utc": RECORD,
    },
    "slow_base": {
        "flags": PROVENANCE, "build_type": PROVENANCE, "ceiling_samples_per_s": RESULT,
    },
    "unsteady": {"makespan_s": RESULT, "launch": RECORD},
    "placement": {
        "verdict": RECORD, "cores": "common/world.cpp", "threads": "common/world.cpp",
    },
    "mixed_modes": {"makespan_s": RESULT, "host": "common/world.cpp"},
    "superlinear": {"makespan_s": RESULT},
    "disturbed": {
        "others_cpus": RECORD, "steal_share": RECORD, "pressure_share": RECORD,
        "governor": MANIFEST, "clocksource": MANIFEST, "architecture": MANIFEST,
    },
    "above_ceiling": {"ceiling_samples_per_s": RESULT},
    "missing_points": {"points": RECORD, "skipped": RECORD, "verdict": RECORD},
    "kernel_as_application": {"total_s": RESULT},
    "gpu_timing": {"kernel_event_s": RESULT},
    "coarse_times": {"resolution_s": "harness/judge/program_answer.cpp"},
    "imbalance": {"useful_s": RESULT, "host": "common/world.cpp"},
    "untested_difference": {"makespan_s": RESULT},
    "busy_base": {
        "load_before": RECORD, "pressure_share": RECORD, "started_utc": RECORD,
    },
    "provenance": {
        "cpu_model": MANIFEST, "commit": PROVENANCE, "dirty": PROVENANCE,
    },
    "seeds": {"seed": "harness/records/point_json.cpp", "standard_error": RESULT},
    "cpus_used": {"cpu_s": WITNESS, "program_s": WITNESS},
    "start_up_in_wall": {"program_s": WITNESS, "wall_s": RECORD},
    "left_out": {"left_out": RECORD, "node": RECORD, "failures": RECORD},
    "not_used": {"verdict": RECORD, "attempt": RECORD},
    "residue": {"manifest": RECORD, "environment": MANIFEST, "compiler": PROVENANCE},
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
    assert any(text.startswith("other processes used over") for text in texts)
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
    "W10": ["simulate.faults.binding=30%"],
    "W12": ["launches=50", "simulate.outliers={share: 40%, by: 20%}"],
    "W16": ["simulate.faults.crash=100%"],
    "W21": ["simulate.imbalance=20%"],
    "W22": ["backend=[openmp, serial]", "simulate.noise.launch=5%"],
}


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
