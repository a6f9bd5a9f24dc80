# SPDX-License-Identifier: Apache-2.0
"""Each rule: a study that fires it, and one that must not."""

from __future__ import annotations

import pytest
from journals import (
    JournalMaker,
    launches,
    manifest,
    record,
    requested,
    result,
    stop,
)

from scaling.report.method import method
from scaling.warnings import missing_points, warners, wrong_answers

W = 2_000_000


def good() -> JournalMaker:
    """Three points of a strong curve about which there is nothing to say."""
    maker = JournalMaker(until=0.1)
    for ranks in (1, 2, 3):
        maker.measure(requested(ranks, 1, W), launches(1 / ranks, 10, ranks))
    return maker


def found(overview_of, maker: JournalMaker, id: str) -> list[str]:
    return [f.text for f in overview_of(maker).findings if f.id == id]


def test_under_a_table_only_its_points_are_named(overview_of) -> None:
    maker = JournalMaker(until=0.9)
    for samples in (W, 3 * W):
        for ranks in (1, 2):
            maker.measure(requested(ranks, 1, samples), launches(1 / ranks, 5, ranks))
    overview = overview_of(maker)
    few = "fewer than 6 launches, so no 95 % interval exists,"
    assert found(overview_of, maker, "W03") == [
        f"{few} at 4 points (1x1 (2e6 samples), 2x1 (2e6 samples), "
        "1x1 (6e6 samples), 2x1 (6e6 samples))"
    ]
    texts = [
        [f.text for f in overview.findings_of(table) if f.id == "W03"]
        for table in overview.tables
        if table.points
    ]
    assert texts == [
        [f"{few} at 2 points (1x1 ({n} samples), 2x1 ({n} samples))"]
        for n in ("2e6", "6e6")
    ]
    shown = {point for table in overview.tables for point in table.points}
    assert "W03" not in [f.id for f in overview.findings if shown.isdisjoint(f.where)]


def test_a_good_study_has_no_finding(overview_of) -> None:
    assert overview_of(good()).findings == ()


def test_every_rule_is_a_plugin_with_a_find_function() -> None:
    assert {wrong_answers, missing_points} <= set(warners())
    assert all(callable(rule.find) for rule in warners())


def test_w01_other_tallies(overview_of) -> None:
    maker = good()
    maker.measure(requested(4, 1, W), [0.25] * 10, hits=1_570_000)
    (text,) = found(overview_of, maker, "W01")
    assert text.startswith("1 of 4 points")


@pytest.mark.parametrize(
    ("samples", "said"), [(1, "1 sample)"), (W, f"{W:,} samples)")]
)
def test_w01_counts_samples(overview_of, samples: int, said: str) -> None:
    maker = JournalMaker(until=0.1)
    for ranks, hits in ((1, 1), (2, 1), (4, 0)):
        maker.measure(requested(ranks, 1, samples), [1.0] * 10, hits=hits)
    (text,) = found(overview_of, maker, "W01")
    assert f"(pi, {said}" in text


def test_w01_does_not_count_launches_of_a_program_as_samples(overview_of) -> None:
    maker = JournalMaker(until=0.1)
    for ranks, hits in ((1, 1), (2, 1), (4, 0)):
        request = requested(ranks, 1, 1, kernel="app", program=["app"])
        maker.measure(request, [1.0] * 10, hits=hits)
    (text,) = found(overview_of, maker, "W01")
    assert text.startswith("1 of 3 points that did the same (app) gave another answer")


def test_w01_refused_answer(overview_of) -> None:
    maker = good()
    wrong = record(requested(3, 1, W), 99, [1.0, 1.0], verdict="wrong_answer", hits=5)
    maker.lines.append(wrong)
    (text,) = found(overview_of, maker, "W01")
    assert text.startswith("1 of 3 points")


def test_w01_tallies_of_another_backend_are_compared(overview_of) -> None:
    maker = good()
    maker.measure(requested(1, 1, W, backend="serial"), [1.0] * 10, hits=1_570_000)
    assert found(overview_of, maker, "W01")


@pytest.mark.parametrize("other", [{"seed": "0x2"}, {"kernel": "fill"}])
def test_w01_not_for_another_question(overview_of, other) -> None:
    maker = good()
    maker.measure(requested(1, 1, W, **other), [1.0] * 10, hits=1_570_900)
    assert not found(overview_of, maker, "W01")


@pytest.mark.parametrize(("sigmas", "fires"), [(2.9, False), (3.1, True)])
def test_w36_estimate(overview_of, sigmas: float, fires: bool) -> None:
    maker = JournalMaker(until=0.1)
    deviation = sigmas * 1.642183 / 4 * W**0.5
    hits = round(W * 0.7853981633974483 + deviation)
    maker.measure(requested(1, 1, W), launches(1.0, 10, 1), hits=hits)
    assert bool(found(overview_of, maker, "W36")) is fires


@pytest.mark.parametrize(("sigmas", "fires"), [(3.1, False), (3.6, True)])
def test_w36_estimate_among_many(overview_of, sigmas: float, fires: bool) -> None:
    maker = JournalMaker(until=0.1)
    for n in range(1, 21):
        deviation = sigmas * (n == 1) * 1.642183 / 4 * (n * W) ** 0.5
        hits = round(n * W * 0.7853981633974483 + deviation)
        maker.measure(requested(1, 1, n * W), launches(1.0, 10, n), hits=hits)
    texts = found(overview_of, maker, "W36")
    assert any("standard errors" in text for text in texts) is fires


@pytest.mark.parametrize("kind", ["strong", "weak"])
def test_w02(overview_of, kind: str) -> None:
    maker = JournalMaker()
    for ranks in (1, 2, 3):
        samples = W * ranks if kind == "strong" else W
        maker.measure(requested(ranks, 1, samples), [1.0] * 10, (kind,))
    assert found(overview_of, maker, "W02")


def test_w02_not_for_several_sizes(overview_of) -> None:
    maker = JournalMaker()
    for samples in (W, 2 * W):
        for ranks in (1, 2):
            maker.measure(requested(ranks, 1, samples), [1.0] * 10)
    assert not found(overview_of, maker, "W02")


@pytest.mark.parametrize(("n", "fires"), [(1, True), (5, True), (6, False)])
def test_w03_launches(overview_of, n: int, fires: bool) -> None:
    maker = JournalMaker(until=None)
    maker.measure(requested(1, 1, W), launches(1.0, n, 1))
    texts = found(overview_of, maker, "W03")
    assert [text[:12] for text in texts] == ["fewer than 6"] * fires


@pytest.mark.parametrize(
    ("until", "fires"), [(0.001, True), ("0.1%", True), (0.5, False)]
)
def test_w03_width(overview_of, until, fires: bool) -> None:
    maker = JournalMaker(rule={"min": 10, "max": 20, "until": until})
    maker.measure(requested(1, 1, W), launches(1.0, 20, 1))
    assert bool(found(overview_of, maker, "W03")) is fires


def test_w03_a_fixed_number_of_launches_has_no_goal(overview_of) -> None:
    maker = JournalMaker(rule={"min": 20, "max": 20, "until": 0.001})
    maker.measure(requested(1, 1, W), launches(1.0, 20, 1))
    assert found(overview_of, maker, "W03") == []
    said = dict(method(overview_of(maker).study))["Repetitions and launches"]
    assert "20 launches (asked for: 20)." in said


@pytest.mark.parametrize(("time_s", "fires"), [(0.009, True), (0.011, False)])
def test_w05_short(overview_of, time_s: float, fires: bool) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), [time_s] * 10)
    assert bool(found(overview_of, maker, "W05")) is fires


@pytest.mark.parametrize(("wall_s", "fires"), [(0.009, True), (1.0, False)])
def test_w05_a_program_may_say_a_mean_of_many(
    overview_of, wall_s: float, fires: bool
) -> None:
    maker = JournalMaker()
    request = requested(1, 1, 1, kernel="imb", repetitions=1, program=["imb"])
    maker.point(request, ["strong"])
    maker.lines.append(record(request, 1, [0.009]) | {"wall_s": wall_s})
    assert bool(found(overview_of, maker, "W05")) is fires


@pytest.mark.parametrize(("skew_s", "fires"), [(0.011, True), (0.009, False)])
def test_w05_skew(overview_of, skew_s: float, fires: bool) -> None:
    maker = JournalMaker()
    request = requested(2, 1, W)
    maker.point(request, ["strong"])
    # The first repetition is warm-up: its skew must not count.
    line = record(request, 1)
    line["result"] = result(request, [1.0] * 3, skew_bound_s=[0.5, skew_s, skew_s])
    maker.lines.append(line)
    assert bool(found(overview_of, maker, "W05")) is fires


@pytest.mark.parametrize(
    ("clock", "fires"),
    [
        ({"resolution_s": 0.11}, True),
        ({"overhead_s": 0.06}, True),
        ({"resolution_s": 0.09, "overhead_s": 0.04}, False),
    ],
)
def test_w05_clock(overview_of, clock, fires: bool) -> None:
    maker = JournalMaker()
    request = requested(1, 1, W)
    maker.point(request, ["strong"])
    line = record(request, 1, [1.0, 1.0])
    line["result"]["clock"] = clock
    maker.lines.append(line)
    assert bool(found(overview_of, maker, "W05")) is fires


@pytest.mark.parametrize(("time_s", "fires"), [(0.45, True), (0.495, False)])
def test_w13(overview_of, time_s: float, fires: bool) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), launches(1.0, 10, 1, noise=0.002))
    maker.measure(requested(2, 1, W), launches(time_s, 10, 2, noise=0.002))
    assert bool(found(overview_of, maker, "W13")) is fires


def test_w16_failed_not_run_and_skipped(overview_of) -> None:
    maker = good()
    maker.point(requested(5, 1, W), ["strong"])
    maker.point(requested(6, 1, W), ["strong"])
    maker.lines.append(record(requested(6, 1, W), 1, verdict="hang"))
    maker.skip(requested(99, 1, W), ["strong"], "too large")
    texts = " / ".join(found(overview_of, maker, "W16"))
    assert "no launch ended well (1 x hang) at 1 point (6x1)" in texts
    assert "not run yet: the study is incomplete at 1 point (5x1)" in texts
    assert "1 point skipped" in texts


@pytest.mark.parametrize(
    ("ranks", "fires"), [((1, 2, 4, 8), True), ((1, 2, 3, 8), False)]
)
def test_w16_powers_of_two(overview_of, ranks, fires: bool) -> None:
    maker = JournalMaker(until=0.1)
    for r in ranks:
        maker.measure(requested(r, 1, W), launches(1 / r, 10, r))
    assert bool(found(overview_of, maker, "W16")) is fires


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"machine": {"hostname": "n2", "cores": 8}}, "machine.hostname (n1, n2)"),
        ({"environment": {"OMP_PROC_BIND": "spread"}}, "environment.OMP_PROC_BIND"),
    ],
)
def test_residue_of_manifests(overview_of, change, name: str) -> None:
    maker = good()
    maker.lines.append(manifest("m2", **change))
    request = requested(4, 1, W)
    maker.measure(request, launches(0.25, 10, 9), manifest="m2")
    (text,) = found(overview_of, maker, "W34")
    assert name in text
    assert "crc32" not in text


def test_residue_of_the_worker_and_repetitions(overview_of) -> None:
    maker = good()
    request = requested(4, 1, W, repetitions=3)
    maker.point(request, ["strong"])
    for n in range(1, 11):
        line = record(request, n, [1.0, 0.25, 0.25])
        line["result"]["worker"]["compiler"] = "Clang 14"
        maker.lines.append(line)
    maker.lines.append(stop(request))
    (text,) = found(overview_of, maker, "W34")
    assert "repetitions (3, 7)" in text
    assert "worker.compiler (Clang 14, GNU 12.2.0)" in text


def test_threads_are_no_residue(overview_of) -> None:
    maker = good()
    maker.measure(requested(1, 2, W), launches(0.5, 10, 9))
    assert not found(overview_of, maker, "W34")


def test_a_simulated_study_says_so(overview_of) -> None:
    maker = JournalMaker(until=0.1)
    maker.measure(requested(1, 1, W, launcher="simulate"), launches(1.0, 10, 1))
    assert any("SIMULATED" in text for text in found(overview_of, maker, "W35"))


def test_an_imported_study_says_so(overview_of) -> None:
    maker = JournalMaker(until=0.1)
    of_others = {"program": ["import"], "proof": "imported"}
    maker.measure(requested(1, 1, W, **of_others), launches(1.0, 10, 1))
    assert any("not proven" in text for text in found(overview_of, maker, "W48"))
    assert not found(overview_of, good(), "W48")


def test_a_node_that_was_left_out_is_named(overview_of) -> None:
    maker = good()
    maker.lines.append({"kind": "left_out", "node": "n7", "job": "12", "failures": 2})
    (text,) = found(overview_of, maker, "W32")
    assert "node n7 was left out of job 12" in text


@pytest.mark.parametrize(
    ("z", "fires"),
    [
        ([1.9, -2.1, 2.4, -1.8, 2.2, 2.0, -2.3, 1.7], True),
        ([0.02, -0.01, 0.03, 0.01, -0.02, 0.02, 0.01, -0.03], True),
        ([0.3, -1.2, 0.7, 1.9, -0.4, 0.1, -0.9, 1.1], False),
        ([1.9, -2.1, 2.4, -1.8], False),
    ],
)
def test_w36_together(overview_of, z: list[float], fires: bool) -> None:
    """None of them is far by itself; four are too few to judge."""
    maker = JournalMaker(until=0.1)
    for seed, off in enumerate(z):
        request = requested(1, 1, W, seed=hex(seed))
        error = 1.642183 / W**0.5
        estimate = {"value": 3 + off * error, "reference": 3, "standard_error": error}
        for launch, seconds in enumerate(launches(1.0, 10, seed), start=1):
            line = record(request, launch, [seconds] * 7, hits=seed)
            line["result"]["measurements"][0]["estimate"] = estimate
            maker.lines.append(line)
        maker.point(request, ["strong"])
    assert bool(found(overview_of, maker, "W36")) is fires


def test_w33_a_line_of_no_use_is_told(overview_of) -> None:
    maker = good()
    maker.lines.append({"kind": "record", "launch": 10})
    (text,) = found(overview_of, maker, "W33")
    assert text.startswith("1 journal line not used: ")
