# SPDX-License-Identifier: Apache-2.0
"""Derived quantities, worked out by hand."""

from __future__ import annotations

import pytest
from journals import JournalMaker, demonstration, launches, requested
from scipy.stats import chi2

from scaling.metrics.accuracy import deviation_of, samples_for, time_to
from scaling.metrics.ceiling import ceiling_share
from scaling.metrics.karp_flatt import karp_flatt
from scaling.metrics.planner import smallest_work, smallest_work_at
from scaling.metrics.pop import Work, efficiencies, work_of
from scaling.statistics.chi_squared import chi_squared
from scaling.statistics.measured import Measured
from scaling.zipped import zip_equal

W = 2_000_000


def test_karp_flatt_is_amdahls_fraction() -> None:
    f, r = 0.05, 16
    speedup = 1 / (f + (1 - f) / r)
    assert karp_flatt(Measured(speedup), r).value == pytest.approx(f)


def test_karp_flatt_turns_the_interval() -> None:
    found = karp_flatt(Measured(3.2, 3.0, 4.2), 4)
    assert found.low < 0 < found.value < found.high
    assert found.high == pytest.approx((1 / 3 - 1 / 4) / (3 / 4))
    assert karp_flatt(Measured(1.0), 1) is None


def test_pop_by_hand() -> None:
    base = Work(1, 8, useful_mean_s=8, useful_max_s=8, time_s=10, samples=100)
    work = Work(4, 10, useful_mean_s=2.5, useful_max_s=4, time_s=5, samples=100)
    found = efficiencies(work, base)
    assert found.load_balance == pytest.approx(2.5 / 4)
    assert found.communication == pytest.approx(4 / 5)
    assert found.parallel == pytest.approx(2.5 / 5)
    assert found.computation == pytest.approx(0.8)
    assert found.total == pytest.approx(0.4)
    # Efficiency 10 / 5 / 4 = 0.5; the base itself is 0.8 efficient.
    assert found.total / 0.8 == pytest.approx(0.5)


def test_the_tree_multiplies_to_the_efficiency_of_every_row(overview_of) -> None:
    study = overview_of(demonstration()).study
    rows = 0
    for curve in study.curves:
        base = work_of(curve.base.point)
        parallel_base = efficiencies(base, base).parallel
        for row in curve.measured:
            found = efficiencies(work_of(row.point), base)
            assert 0 < found.load_balance <= 1
            assert 0 < found.communication <= 1
            rates = row.point.rate.value / curve.base.point.rate.value
            of_medians = rates * curve.base.units / row.units
            assert found.total / parallel_base == pytest.approx(of_medians)
            rows += 1
    assert rows > 10


def test_smallest_work_of_the_method() -> None:
    # t_s = 1 ns, 10 steps of 5 us on 1024 cores at 99 %: 5.1e9 samples.
    found = smallest_work(0.99, 1024, 1e-9, 10 * 5e-6)
    assert found == pytest.approx(5.1e9, rel=0.01)


def test_smallest_work_from_measured_reductions(overview_of) -> None:
    maker = JournalMaker()
    for ranks in (1, 2):
        maker.measure(requested(ranks, 1, W), [1 / ranks] * 6)
    one, two = overview_of(maker).study.points
    # The test's reduction is 1 % of the time: 9 x 2 x 0.005 s over 0.99 s / W.
    found = smallest_work_at(two, one, 0.9)
    assert found == pytest.approx(9 * 2 * 0.005 / (0.99 / W), rel=1e-6)


def test_accuracy_by_hand(overview_of) -> None:
    assert samples_for(1e-3, 1.642183) == pytest.approx(1.036e7, rel=0.001)
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), [0.1] * 6)
    (point,) = overview_of(maker).study.points
    assert deviation_of(point) == pytest.approx(1.642183)
    # Start-up is 5 % of 0.73 s of repetitions; then 2e7 samples a second.
    assert time_to(point, 1e-3) == pytest.approx(0.0365 + 1.036e7 / 2e7, rel=0.001)


def test_share_of_the_ceiling(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), launches(1.0, 6, 1, noise=0))
    for line in maker.lines[:-1]:
        line["result"]["measurements"][0]["ceiling_samples_per_s"] = 4.0 * W
    (point,) = overview_of(maker).study.points
    assert ceiling_share(point) == pytest.approx(0.25)


@pytest.mark.parametrize("degrees", [5, 20, 100])
@pytest.mark.parametrize("tail", [1e-4, 0.02, 0.5, 0.98, 1 - 1e-4])
def test_chi_squared_is_scipys(degrees: int, tail: float) -> None:
    squares = float(chi2.ppf(tail, degrees))
    p_value = 2 * min(tail, 1 - tail)
    assert chi_squared(squares, degrees) == pytest.approx(p_value, rel=1e-6)


def columns_of(overview, slug: str) -> list[dict]:
    (table,) = (table for table in overview.tables if table.slug == slug)
    names = [column.name for column in table.columns]
    return [dict(zip_equal(names, row)) for row in table.rows]


def test_work_and_energy_stand_in_the_table(overview_of) -> None:
    maker = JournalMaker()
    for ranks in (1, 2):
        maker.measure(requested(ranks, 1, W), [1 / ranks] * 6)
    for line in maker.lines:
        if "result" in line:
            ranks, launch = line["requested"]["ranks"], line["launch"]
            line["result"]["measurements"][0]["energy_j"] = 100.0 * ranks + launch
    one, two = columns_of(overview_of(maker), "strong-pi")
    assert one["work_ratio"] is None, "one rank has nothing to reduce"
    assert two["work_ratio"] == pytest.approx(W / (9 * 2 * 0.005 / (0.99 / W)))
    assert one["joules_per_sample"] == pytest.approx(103.5 / W)
    assert two["joules_per_sample"] == pytest.approx(203.5 / W)
    assert two["parallel"] == pytest.approx(two["load_balance"] * two["communication"])
    assert two["efficiency"].value == pytest.approx(two["total"] / one["parallel"])


def test_energy_that_one_launch_lacks_is_not_guessed(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), [1.0] * 6)
    for line in maker.lines[:-2]:
        line["result"]["measurements"][0]["energy_j"] = 100.0
    (row,) = columns_of(overview_of(maker), "strong-pi")
    assert "joules_per_sample" not in row


@pytest.mark.parametrize(
    ("slow", "n", "expected"),
    [
        (1.0, 10, "Job size: at least 8 ranks x 1 thread (8 cores), the most me"),
        (2.5, 10, "Job size: 4 ranks x 1 thread (4 cores), the most cores up to"),
        (2.5, 3, ""),
    ],
)
def test_the_job_size_that_a_proposal_may_ask_for(
    overview_of, slow: float, n: int, expected: str
) -> None:
    maker = JournalMaker()
    for ranks in (1, 2, 4, 8):
        t = (slow if ranks == 8 else 1.0) / ranks
        maker.measure(requested(ranks, 1, W), launches(t, n, ranks))
    (table,) = (t for t in overview_of(maker).tables if t.slug == "strong-pi")
    found = [note for note in table.notes if note.startswith("Job size")]
    assert [note[: len(expected)] for note in found] == [expected] * bool(expected)


def test_nowhere_is_a_job_size_too(overview_of) -> None:
    maker = JournalMaker()
    for ranks, t in ((1, 1.0), (2, 0.9)):
        maker.measure(requested(ranks, 1, W), launches(t, 10, ranks))
    (table,) = (t for t in overview_of(maker).tables if t.slug == "strong-pi")
    assert (
        "Job size: none beyond the base, as at the next core count the efficiency is "
        "not surely above 70 %."
    ) in table.notes


def test_chi_squared_at_its_ends() -> None:
    assert chi_squared(0.0, 3) == 0
    assert chi_squared(1e6, 3) == 0
    assert chi_squared(1e-300, 1000) == 0
