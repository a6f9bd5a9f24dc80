# SPDX-License-Identifier: Apache-2.0
"""The whole way: `assay run` with launcher simulate, the journal, then the analysis."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from coverage_study.rate import CALIBRATED, COVERS, Promise, Rate
from scaling.laws.fit import Laws, fit_curve
from scaling.model.curve import Curve
from scaling.model.reach import reach_of
from scaling.model.study import Study, make_study
from scaling.records.journal import read_journal
from scaling.records.record import TARGET
from scaling.statistics.measured import Measured

SECTION = "The whole way, from `assay run` with launcher simulate"
PROGRAM = Path(
    os.environ.get("ASSAY_PROGRAM")
    or Path(__file__).parents[2] / "build/release/bin/assay"
)
SERIAL, CROSSTALK = 8e-3, 1e-5
RANKS = (1, 2, 4, 8, 16, 32, 64)
STUDY = """\
study: chain
kernel: pi
scaling: strong
samples: 1e10
ranks: [{ranks}]
seed: [{seeds}]             # each a curve of its own
launcher: simulate
repetitions: 3
launches: 12
simulate:
  cores_per_node: 64
  rate: 1e9
  law: {{serial: {serial}, crosstalk: {crosstalk}}}
  collective: {{in_node: 0.0001us}}
  noise: {{launch: 1%, repetition: 0.5%}}
  outliers: {{share: 8%, by: 6%}}
  warm_up: 30%
  imbalance: 5%
  faults: {{crash: 2%, node: 1%}}
"""


def study(trials: int, rng: np.random.Generator) -> Iterator[Rate]:  # noqa: ARG001
    """The seeds are those of the study file. Nothing where the program is not built."""
    if not PROGRAM.exists():
        return
    found = _run(max(10, trials // 5))
    curves = found.curves
    rows = [row for curve in curves for row in curve.rows if not row.is_base]
    setting = f"USL, 7 core counts to 64, n = 12, faults; {len(curves)} curves"
    hits = sum(row.efficiency.holds(truth(row.units)) for row in rows)
    yield Rate(SECTION, "efficiency", setting, hits, len(rows), CALIBRATED)
    laws = [fit_curve(curve) for curve in curves]
    for what, index, exact in (("sigma", 1, SERIAL), ("kappa", 2, CROSSTALK)):
        hits = sum(_parameter(law, index).holds(exact) for law in laws)
        yield Rate(SECTION, f"USL's {what}", setting, hits, len(laws), Promise(0.93))
    yield _knees(curves, setting)


def truth(cores: float) -> float:
    """The efficiency that the model was told."""
    return 1 / (1 + SERIAL * (cores - 1) + CROSSTALK * cores * (cores - 1))


def _run(seeds: int) -> Study:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "chain.yaml"
        file.write_text(
            STUDY.format(
                ranks=", ".join(map(str, RANKS)),
                seeds=", ".join(map(str, range(1, seeds + 1))),
                serial=SERIAL,
                crosstalk=CROSSTALK,
            )
        )
        # A fault in a hundred launches makes its exit code 1: some launches failed.
        subprocess.run(
            [PROGRAM, "run", file, "--results", folder, "--no-report"],
            capture_output=True,
            timeout=300,
            check=False,
        )
        return make_study(read_journal(Path(folder) / "chain/journal.jsonl"), "chain")


def _parameter(laws: Laws, index: int) -> Measured:
    """A coefficient of candidate F, relative to its first."""
    fits = (*laws.fits, *laws.refused)
    fit = next(fit for fit in fits if fit.candidate.letter == "F")
    return fit.measured(lambda c: c[..., index] / c[..., 0])


def _knees(curves: tuple[Curve, ...], setting: str) -> Rate:
    """How often the knee is where it is said to be."""
    cores = np.geomspace(1, 64, 100_000)
    exact = cores[(truth(cores) < TARGET).argmax()]
    found = [reach_of(curve) for curve in curves]
    hits = sum(r.above.units <= exact <= (r.below or np.inf) for r in found)
    return Rate(SECTION, "knee at 70 %", setting, hits, len(found), COVERS)
