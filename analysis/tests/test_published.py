# SPDX-License-Identifier: Apache-2.0
"""Published data give their published answers, to the digits that were printed."""

from __future__ import annotations

import numpy as np
from journals import JournalMaker, requested

from scaling.laws.fit import Fit, fit_curve
from scaling.tables.laws import parameters
from scaling.zipped import zip_equal

CISCO = np.array(
    [955.16, 1878.91, 2688.01, 3548.68, 4315.54, 5130.43, 5931.37, 6531.08,
     7219.8, 7867.61, 8278.71, 8646.7, 9047.84, 9426.55, 9645.37, 9897.24,
     10097.6, 10240.5, 10532.39, 10798.52, 11151.43, 11518.63, 11806.0, 12089.37,
     12075.41, 12177.29, 12211.41, 12158.93, 12155.27, 12118.04, 12140.4, 12074.39]
)  # fmt: skip
"""Throughput at 1 to 32 of a Cisco benchmark, with the fit printed in B. Schwartz,
Practical Scalability Analysis with the Universal Scalability Law (2015). Both as in
https://github.com/codahale/usl4j, src/test/java/com/codahale/usl4j/tests/ModelTest.java
at commit 0434887."""

SPEC_SDM_LOAD = np.array([1.0, 18, 36, 72, 108, 144, 216])
SPEC_SDM_RATE = np.array([64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2])
"""SPEC SDM 91 on a Sun SPARCcenter 2000: data set `specsdm91` of the R package usl
3.0.3 (S. Moeding and N. J. Gunther), https://github.com/smoeding/usl at commit 480c97b,
whose README.md and tests/*.Rout.save print the fit."""

RAY_PROCESSORS = np.array([1.0, 4, 8, 12, 16, 20])
RAY_RATE = np.array([20.0, 78, 130, 170, 190, 200])
"""The first six rows of data set `raytracer` of the same package; the fit is printed
in tests/confint.Rout.save."""


def usl(overview_of, cores: np.ndarray, rates: np.ndarray) -> Fit:
    """The fit that the report has of a journal with these rates, one launch each."""
    maker = JournalMaker()
    for units, rate in zip_equal(cores, rates):
        maker.measure(requested(int(units), 1, 10**9), [1 / float(rate)])
    (curve,) = overview_of(maker).study.curves
    laws = fit_curve(curve)
    return next(fit for fit in laws.fits if fit.candidate.letter == "F")


def published(fit: Fit) -> tuple[float, float, float]:
    """Its rate of one, contention and coherence."""
    b, bs, bk = fit.coefficients
    return 1 / b, bs / b, bk / b


def best_n(fit: Fit) -> float:
    _, contention, coherence = published(fit)
    return ((1 - contention) / coherence) ** 0.5


def squares(rates: np.ndarray, fitted: np.ndarray) -> float:
    """The sum that the published fits minimise."""
    return float(((rates - fitted) ** 2).sum())


def test_the_cisco_benchmark(overview_of) -> None:
    cores = np.arange(1.0, 33.0)
    found = usl(overview_of, cores, CISCO)
    rate, contention, coherence = published(found)
    # The book prints 0.02671591, 7.690945E-4 and 995.6486; its solver stopped a little
    # before the least sum of squares, which differs from these in the sixth digit.
    assert f"{contention:.5g}" == f"{0.02671591:.5g}"
    assert f"{coherence:.5g}" == f"{7.690945e-4:.5g}"
    assert f"{rate:.6g}" == f"{995.6486:.6g}"
    losses = 1 + 0.02671591 * (cores - 1) + 7.690945e-4 * cores * (cores - 1)
    ours = 1 / found.best_times_s(cores)
    assert squares(CISCO, ours) <= squares(CISCO, 995.6486 * cores / losses)
    assert int(best_n(found)) == 35
    assert int(1 / found.time_s(35)) == 12341
    words = parameters(found, "core")
    # Without intervals, as there is one run a point.
    assert words == "sigma = 0.0267, kappa = 0.000769, best at 35.6 cores"


def test_spec_sdm_91(overview_of) -> None:
    found = usl(overview_of, SPEC_SDM_LOAD, SPEC_SDM_RATE)
    rate, contention, coherence = published(found)
    assert f"{contention:.7f}" == "0.0277285"
    assert f"{coherence:.7f}" == "0.0001044"
    # gamma is printed as 89.9952330: a ninth digit is the solver's own.
    assert f"{rate:.5f}" == "89.99523"
    assert f"{best_n(found):.5f}" == "96.51956"
    assert f"{1 / found.time_s(best_n(found)):.0f}" == "1884"
    fitted = 1 / found.best_times_s(SPEC_SDM_LOAD)
    assert [f"{x:.0f}" for x in fitted] == [
        "90",
        "1078",
        "1541",
        "1850",
        "1879",
        "1822",
        "1646",
    ]
    residual = np.sqrt(squares(SPEC_SDM_RATE, fitted) / (7 - 3))
    assert f"{residual:.2f}" == "82.85"
    words = parameters(found, "core")
    assert words.startswith("sigma = 0.0277, ")
    assert words.endswith(", best at 96.5 cores")


def test_the_ray_tracer(overview_of) -> None:
    found = usl(overview_of, RAY_PROCESSORS, RAY_RATE)
    rate, contention, coherence = published(found)
    assert f"{contention:.5f}" == "0.02444"
    assert f"{coherence:.5f}" == "0.00163"
    assert f"{rate:.5f}" == "20.85605"


LUMI = """
     1   9.59    9.59      -     -
     2   5.07   10.14   1.89   95%
     4   2.76   11.04   3.47   87%
     8   1.65   13.20   5.81   73%
    16   1.10   17.60   8.72   54%
    32   0.86   27.52  11.15   35%
"""
"""Units, runtime (s), cost (unit-s), speedup, parallel efficiency of a 3D heat equation
on 1 to 32 GPU dies of LUMI-G: CSC, https://github.com/csc-training/summerschool,
intro-to-hpc/scalability/reference.md at commit 38a0b82 (one run each)."""


def test_a_strong_scaling_table_of_lumi(overview_of) -> None:
    """From a journal with the published times to the published columns."""
    printed = [line.split() for line in LUMI.split("\n") if line.strip()]
    maker = JournalMaker()
    for units, seconds, *_ in printed:
        maker.measure(requested(int(units), 1, 10**9), [float(seconds)])
    (table,) = (t for t in overview_of(maker).tables if t.slug == "strong-pi")
    names = [column.name for column in table.columns]
    for cells, (units, _, cost, speedup, efficiency) in zip_equal(table.rows, printed):
        row = dict(zip_equal(names, cells))
        assert row["cores"] == int(units)
        assert f"{row['core_hours'] * 3600:.2f}" == cost
        if units != "1":
            assert f"{row['speedup'].value:.2f}" == speedup
            assert f"{row['efficiency'].value:.0%}" == efficiency
