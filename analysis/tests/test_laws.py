# SPDX-License-Identifier: Apache-2.0
"""Laws against known truth, and against what they may say; see test_published.py."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from journals import JournalMaker, launches, requested
from scipy.optimize import nnls

from scaling.laws.candidates import CANDIDATES, B, D, F
from scaling.laws.fit import (
    REFITS,
    Data,
    fit_all,
    fit_candidate,
    fit_curve,
    fit_data,
    moved_by_misfit,
)
from scaling.laws.gustafson import serial_part
from scaling.laws.knee import crossing
from scaling.laws.limit import limit
from scaling.laws.nonnegative import nonnegative
from scaling.laws.prediction import predict, predictions
from scaling.metrics.karp_flatt import karp_flatt
from scaling.model.reach import reach_of
from scaling.statistics.measured import Measured
from scaling.zipped import zip_equal


@pytest.mark.parametrize(
    ("speedups", "fractions"),
    [
        ("1.82 2.50 3.08 3.57 4.00 4.38 4.71", "0.10 0.10 0.10 0.10 0.10 0.10 0.10"),
        (
            "1.87 2.61 3.23 3.73 4.14 4.46 4.71",
            "0.070 0.075 0.080 0.085 0.090 0.095 0.100",
        ),
    ],
)
def test_karp_flatt_inverts_amdahl(speedups: str, fractions: str) -> None:
    """2 to 8 cores, with a constant and with a growing serial part.

    A fraction gives its speedup to the last digit; the other way round, the digits of
    a speedup leave an interval, which must hold the fraction.
    """
    rows = zip_equal(speedups.split(), fractions.split())
    for cores, (printed, fraction) in enumerate(rows, start=2):
        e = float(fraction)
        time = B.time(np.array([[e, 1 - e]]), np.array([float(cores)]))[0, 0]
        # 4.375 is a tie, rounded up here.
        assert f"{1 / time + 1e-9:.2f}" == printed
        s = float(printed)
        found = karp_flatt(Measured(s, s - 0.005, s + 0.005), cores)
        assert found.low - 1e-12 <= e <= found.high + 1e-12


def test_nonnegative_is_scipys() -> None:
    rng = np.random.default_rng(1)
    a = rng.normal(size=(200, 7, 3))
    y = rng.normal(size=(200, 7))
    found = nonnegative(a, y)
    for i in range(200):
        assert found[i] == pytest.approx(nnls(a[i], y[i])[0], abs=1e-9)


CORES = np.array([1.0, 2, 4, 8, 16, 32, 64])
TRUTHS = {
    "A": [3.0],
    "B": [0.1, 3.0],
    "C": [3.0, 0.02],
    "D": [0.1, 3.0, 0.02],
    "E": [3.0, 0.8],
    "F": [3.0, 0.15, 0.003],
}


@pytest.mark.parametrize("candidate", CANDIDATES, ids=lambda found: found.letter)
def test_each_law_finds_its_own_truth(candidate) -> None:
    truth = np.array(TRUTHS[candidate.letter])
    times = candidate.time(truth[None], CORES)
    found = candidate.fit(CORES, times, None)
    assert found[0] == pytest.approx(truth, rel=1e-6)


def noisy(candidate, noise: float, seed: int, n: int = 12) -> Data:
    rng = np.random.default_rng(seed)
    times = candidate.time(np.array(TRUTHS[candidate.letter])[None], CORES)[0]
    runs = times * rng.lognormal(0, noise, (n, len(CORES)))
    picks = rng.integers(0, n, (REFITS, n))
    draws = np.median(runs[picks], axis=1)
    return Data(CORES, np.median(runs, axis=0), draws)


@pytest.mark.parametrize(
    ("candidate", "value"), [(D, np.log), (F, np.reciprocal)], ids=["log", "rate"]
)
def test_a_fit_minimises_its_squares(candidate, value) -> None:
    """Against a general optimiser, from noisy data."""
    from scipy.optimize import minimize

    data = noisy(candidate, 0.05, 3)

    def squares(logs) -> float:
        model = candidate.time(np.exp(logs)[None], CORES)[0]
        return float(((value(data.times_s) - value(model)) ** 2).sum())

    found = candidate.fit(CORES, data.times_s[None], None)[0]
    best = minimize(
        squares,
        np.log(TRUTHS[candidate.letter]),
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-14, "maxiter": 5000},
    )
    ours = squares(np.log(np.maximum(found, 1e-300)))
    assert ours <= best.fun * (1 + 1e-6)


def test_aicc_by_hand() -> None:
    data = noisy(B, 0.02, 1)
    fit = next(f for f in fit_data(data).fits if f.candidate.letter == "B")
    expected = 7 * np.log(fit.mean_square) + 2 * 3 + 2 * 3 * 4 / (7 - 3 - 1)
    assert fit.aicc == pytest.approx(expected)


def test_no_law_where_points_are_too_few() -> None:
    data = noisy(B, 0.02, 1)
    five = Data(CORES[:5], data.times_s[:5], data.draws_s[:, :5])
    # Three coefficients and the scatter need six points for AICc.
    assert [fit.candidate.letter for fit in fit_all(five)] == ["A", "B", "C", "E"]


@pytest.mark.parametrize("letter", ["B", "E"])
def test_the_true_law_is_among_the_indistinguishable(letter: str) -> None:
    candidate = next(c for c in CANDIDATES if c.letter == letter)
    seen = 0
    for seed in range(20):
        laws = fit_data(noisy(candidate, 0.01, seed))
        assert sum(laws.weights.values()) == pytest.approx(1)
        seen += letter in {f.candidate.letter for f in laws.indistinguishable}
    assert seen >= 17


TRIALS = 150
LEAST_COVERED = 0.88
"""Of intervals of 95 %, so many hold the truth in 150 studies but once in 5,000."""


def test_intervals_cover_the_truth() -> None:
    """Amdahl's fraction from one configuration a core count."""
    truth = 0.1 / 3.1
    covered = 0
    for seed in range(TRIALS):
        fit = fit_candidate(B, noisy(B, 0.02, seed))
        found = fit.measured(lambda c: c[..., 0] / (c[..., 0] + c[..., 1]))
        covered += found.low <= truth <= found.high
    assert LEAST_COVERED * TRIALS <= covered < TRIALS


def test_predictions_cover_the_largest_point() -> None:
    covered = sum(predict(B, noisy(B, 0.02, seed)).is_covered for seed in range(TRIALS))
    assert covered >= LEAST_COVERED * TRIALS


def test_the_wrong_law_is_caught_by_the_largest_point() -> None:
    truth = np.array([3.0, 0.3, 0.03])
    times = F.time(truth[None], CORES)[0]
    found = predictions(Data(CORES, times, np.tile(times, (REFITS, 1))))
    assert not found["A"].is_covered
    assert found["F"].error == pytest.approx(0, abs=1e-6)


def test_a_law_that_misses_more_than_the_noise_is_refused() -> None:
    laws = fit_data(noisy(F, 0.01, 2))
    assert "F" in {fit.candidate.letter for fit in laws.fits}
    assert {fit.candidate.letter for fit in laws.refused} >= {"A", "B", "E"}
    assert laws.best.mean_square < min(fit.mean_square for fit in laws.refused)


def test_what_a_law_misses_is_in_its_intervals_where_noise_is_not_known() -> None:
    """One launch a point: nothing is refused, and no interval is a point."""
    times = F.time(np.array(TRUTHS["F"])[None], CORES)[0]
    laws = fit_data(Data(CORES, times, np.tile(times, (REFITS, 1))))
    assert laws.refused == ()
    fit = next(fit for fit in laws.fits if fit.candidate is B)
    found = fit.measured(lambda c: c[..., 0] / (c[..., 0] + c[..., 1]))
    assert found.half_width > 0.1


def test_no_misfit_makes_a_rate_negative() -> None:
    """The first of them is a tenth of what the law misses."""
    times = 1 / np.array([1.0, 18, 36, 72, 108, 144, 216])
    data = Data(CORES, times, np.tile(times, (REFITS, 1)))
    assert moved_by_misfit(F, data, squares=400.0).min() > 0


def test_a_law_without_misfit_has_the_interval_of_its_noise() -> None:
    """The data's own noise, which is in the residuals too, is not counted twice."""
    ratios = []
    for seed in range(20):
        data = noisy(B, 0.02, seed)
        draws = B.fit(data.cores, data.draws_s, None)
        noise = np.ptp(np.quantile(draws[:, 0], [0.025, 0.975]))
        found = fit_candidate(B, data).measured(lambda c: c[..., 0])
        ratios.append((found.high - found.low) / noise)
    assert np.median(ratios) < 1.1


def test_gustafsons_part() -> None:
    cores = np.array([1.0, 2, 4, 8])
    speedups = cores - 0.1 * (cores - 1)
    assert serial_part(cores, speedups[None])[0] == pytest.approx(0.1)


def study(largest: int = 64, nodes=lambda _: 1, t=lambda r: 0.03 + 0.97 / r, n=10):
    maker = JournalMaker(until=0.5)
    ranks = 1
    while ranks <= largest:
        request = requested(ranks, 1, 2 * 10**6, nodes=nodes(ranks))
        maker.measure(request, launches(t(ranks), n, ranks))
        ranks *= 2
    return maker


def test_five_core_counts_or_nothing(overview_of) -> None:
    four = overview_of(study(8))
    assert fit_curve(four.study.curves[0]) is None
    assert not [t for t in four.tables if t.slug.startswith("laws")]
    five = overview_of(study(16))
    laws = fit_curve(five.study.curves[0])
    assert laws and fit_curve(five.study.curves[0]) is laws, "fitted once"
    assert [t for t in five.tables if t.slug.startswith("laws")]


def test_no_law_crosses_a_boundary_that_was_not_measured(overview_of) -> None:
    inside = overview_of(study(4)).study
    assert limit(inside, inside.curves[0]).cores == 8  # the node of the manifest
    several = overview_of(study(64, nodes=lambda r: max(1, r // 8))).study
    assert limit(several, several.curves[0]).cores == 4 * 64


def knee_note(overview) -> str:
    (table,) = (t for t in overview.tables if t.slug.startswith("laws"))
    assert not table.points, "a law is no measurement"
    return table.notes[-1]


def test_the_knee_is_between_measured_points(overview_of) -> None:
    overview = overview_of(study(64))
    (curve,) = overview.study.curves
    laws, reach = fit_curve(curve), reach_of(curve)
    # With t = a + b/R, E = (a + b) / (a R + b) = 0.7 at R = (1 / 0.7 - 0.97) / 0.03.
    assert (reach.above.units, reach.below) == (8, 32)
    at = crossing(laws, reach)
    assert at == pytest.approx((1 / 0.7 - 0.97) / 0.03, rel=0.05)
    assert knee_note(overview) == (
        "Efficiency falls below 70 % between 8 and 32 cores "
        f"(by law {laws.best.candidate.letter} at {at:.1f})."
    )
    assert crossing(laws, replace(reach, below=12)) is None, "it is not in there"


def test_steps_that_no_law_has_are_between_measured_points(overview_of) -> None:
    def steps(r: int) -> float:
        return (1 / r + 0.006) * (1.06 if r >= 8 else 1) * (1.2 if r > 32 else 1)

    assert knee_note(overview_of(study(64, t=steps))) == (
        "Efficiency falls below 70 % between 32 and 64 cores."
    )


def test_no_knee_beyond_what_was_measured(overview_of) -> None:
    """The law of the first falls below 70 % at twice the cores; nobody was there."""
    near = overview_of(study(16, t=lambda r: 0.015 + 0.985 / r))
    assert knee_note(near) == (
        "Efficiency stays above 70 % up to 16 cores, the most measured."
    )
    edge = overview_of(study(16, t=lambda r: 0.0286 + 0.9714 / r))  # 70 % at 16
    assert knee_note(edge) == (
        "Efficiency is above 70 % up to 8 cores; where it falls below is not known by "
        "these data."
    )
    one = study(16)
    one.lines = [line for line in one.lines if line.get("launch", 1) == 1]
    assert knee_note(overview_of(one)) == (
        "Where efficiency falls below 70 % is not known by these data."
    )


def test_the_table_names_what_is_refused(overview_of) -> None:
    (table,) = (t for t in overview_of(study(64)).tables if t.slug.startswith("laws"))
    refused = [row[0][0] for row in table.rows if row[2] == "refused"]
    assert {"A", "E"} <= set(refused)
    assert (
        "Refused, for missing the medians by more than launches scatter: "
        f"{', '.join(sorted(refused))}."
    ) in table.notes


def test_few_launches_refuse_no_law(overview_of) -> None:
    """Three do not tell how much launches scatter."""
    (curve,) = overview_of(study(64, n=3)).study.curves
    assert fit_curve(curve).refused == ()
