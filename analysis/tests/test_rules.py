# SPDX-License-Identifier: Apache-2.0
"""The other warnings: a study that fires each, and one that must not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from journals import JournalMaker, launches, manifest, requested, witnessed

from scaling.warnings import warners
from scaling.zipped import zip_equal

W = 2_000_000
Edit = Callable[[dict[str, Any], int], None]


def study(edit: Edit | None = None, only: int | None = None, n: int = 10):
    """Points of 1, 2 and 3 ranks; `edit` changes the results of `only` ranks, or all.

    It is given a record's line and the number of its launch.
    """
    maker = JournalMaker(until=0.1)
    for ranks in (1, 2, 3):
        maker.measure(requested(ranks, 1, W), launches(1 / ranks, n, ranks))
    for line in maker.lines:
        ranks = line.get("requested", {}).get("ranks")
        if edit and "result" in line and only in (None, ranks):
            edit(line, line["launch"])
    return maker


def fired(overview_of, maker: JournalMaker, id: str) -> bool:
    """Whether the rule has anything to say."""
    return any(f.id == id for f in overview_of(maker).findings)


def text_of(overview_of, maker: JournalMaker, id: str) -> str:
    return " / ".join(f.text for f in overview_of(maker).findings if f.id == id)


def measurement(**values: Any) -> Edit:
    def edit(line, _) -> None:
        line["result"]["measurements"][0].update(values)

    return edit


def worker(**values: Any) -> Edit:
    def edit(line, _) -> None:
        line["result"]["worker"].update(values)

    return edit


def test_every_rule_has_a_number_of_its_own_and_a_test_that_names_it() -> None:
    numbers = [rule.ID for rule in warners()]
    assert len(numbers) == len(set(numbers)) > 20
    tests = [path.read_text() for path in Path(__file__).parent.glob("test_*.py")]
    for number in numbers:
        assert re.fullmatch("W[0-9]{2}", number)
        assert any(f'"{number}"' in text for text in tests), number


@pytest.mark.parametrize(("wave", "expected"), [(10, True), (1, False)])
def test_w04(overview_of, wave: int, expected: bool) -> None:
    maker = JournalMaker(until=1.0)
    times = [1 + 0.05 * ((i // wave) % 2) + 0.001 * (i % 7) for i in range(40)]
    maker.measure(requested(1, 1, W), times)
    assert fired(overview_of, maker, "W04") is expected


@pytest.mark.parametrize(
    ("reduce_s", "expected"), [(0.2, True), (0.01, False), (1e-7, True)]
)
def test_w06(overview_of, reduce_s: float, expected: bool) -> None:
    def edit(line, _) -> None:
        for repetition in line["result"]["measurements"][0]["repetitions"]:
            repetition["reduce_s"] = [reduce_s] * len(repetition["reduce_s"])

    assert fired(overview_of, study(edit), "W06") is expected


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (worker(flags="-O2"), True),
        (worker(build_type="RelWithDebInfo"), True),
        (worker(hwloc="2.9"), False),
    ],
)
def test_w07_worker(overview_of, edit: Edit, expected: bool) -> None:
    def change(line, launch) -> None:
        if line["requested"]["ranks"] == 2:
            edit(line, launch)

    assert fired(overview_of, study(change), "W07") is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"build": {"workers": {"openmp": "cd"}}}, True),
        ({"machine": {"cpu_model": "Other CPU", "hostname": "n1"}}, True),
        ({"machine": manifest()["machine"] | {"governor": "powersave"}}, False),
        ({"machine": manifest()["machine"] | {"hostname": "n2"}}, False),
    ],
)
def test_w07_manifest(overview_of, change, expected: bool) -> None:
    maker = study(lambda line, _: line.update(manifest="m2"), only=3)
    maker.lines.append(manifest("m2", **change))
    assert fired(overview_of, maker, "W07") is expected


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (worker(build_type="Debug"), True),
        (worker(flags="-g -O0"), True),
        (worker(flags="-g -march=native"), True),
        (worker(flags="-Og -g"), False),
        (measurement(ceiling_samples_per_s=4.2 * W), True),
        (measurement(ceiling_samples_per_s=1.8 * W), False),
    ],
)
def test_w08(overview_of, edit: Edit, expected: bool) -> None:
    def both(line, n) -> None:
        edit(line, n)
        if line["requested"]["ranks"] > 1:
            line["result"]["measurements"][0].pop("ceiling_samples_per_s", None)

    assert fired(overview_of, study(both), "W08") is expected


@pytest.mark.parametrize(("unsteady", "expected"), [(3, True), (1, False)])
def test_w09_no_steady_state(overview_of, unsteady: int, expected: bool) -> None:
    def edit(line, launch) -> None:
        if launch <= unsteady:
            times = [2.0, 1.8, 1.6, 1.4, 1.2, 1.0, 0.8]
            line["result"]["measurements"][0]["makespan_s"] = times

    texts = text_of(overview_of, study(edit, only=1), "W09")
    assert ("steady" in texts) is expected


@pytest.mark.parametrize(("slope", "expected"), [(0.05, True), (0.0, False)])
def test_w09_drift(overview_of, slope: float, expected: bool) -> None:
    maker = JournalMaker(until=0.5)
    steps = [0.001 * (i * 7 % 10) for i in range(20)]
    times = [1 + slope * i / 19 + steps[i % 10] for i in range(20)]
    maker.measure(requested(1, 1, W), times)
    assert fired(overview_of, maker, "W09") is expected


def test_w09_pairs_what_drifts_with_the_base(overview_of) -> None:
    """Both points slow down by a half; within every block the ratio is 2."""
    maker = JournalMaker(until=0.5)
    for ranks in (1, 2):
        times = [(1 + 0.5 * block / 19) / ranks for block in range(20)]
        maker.measure(requested(ranks, 1, W), times)
    text = text_of(overview_of, maker, "W09")
    assert text.endswith("; ratios are of launches in the same blocks")


def place(cpus: str, cores: int) -> Edit:
    def edit(line, _) -> None:
        for rank in line["result"]["world"]["by_rank"]:
            rank.update(cpus=cpus, cores=cores)

    return edit


@pytest.mark.parametrize(("cores", "expected"), [(8, True), (1, False)])
def test_w10_unbound(overview_of, cores: int, expected: bool) -> None:
    edit = place(f"0-{cores - 1}", cores)
    assert fired(overview_of, study(edit, only=1), "W10") is expected


@pytest.mark.parametrize(("second", "expected"), [(1.2, True), (1.0, False)])
def test_w12_two_groups(overview_of, second: float, expected: bool) -> None:
    maker = JournalMaker(until=1.0)
    times = launches(1.0, 12, 1) + [second * t for t in launches(1.0, 12, 2)]
    maker.measure(requested(1, 1, W), times)
    assert fired(overview_of, maker, "W12") is expected


def test_w12_allows_for_the_number_of_points(overview_of) -> None:
    """A gap that is rare in one point is not among thirty."""
    gap = [1 + 0.001 * i + 0.012 * (i >= 10) for i in range(20)]
    for points, expected in ((1, True), (30, False)):
        maker = JournalMaker(until=1.0)
        for number in range(points):
            times = gap if number == 0 else [1 + 0.001 * i for i in range(20)]
            maker.measure(requested(1, 1, W + number), times)
        assert fired(overview_of, maker, "W12") is expected


def test_w12_outliers_are_no_mode(overview_of) -> None:
    """Four of twenty launches may be slow by chance where one in ten is."""
    maker = JournalMaker(until=1.0)
    maker.measure(
        requested(1, 1, W), [1 + 0.001 * i + 0.1 * (i >= 16) for i in range(20)]
    )
    assert not fired(overview_of, maker, "W12")


@pytest.mark.parametrize(("factor", "expected"), [(1.06, True), (1.0, False)])
def test_w12_nodes(overview_of, factor: float, expected: bool) -> None:
    maker = JournalMaker(until=1.0)
    times = launches(1.0, 9, 1, 0.003) + [
        factor * t for t in launches(1.0, 9, 2, 0.003)
    ]
    maker.measure(requested(1, 1, W), times)
    for line in maker.lines[9:-1]:
        line["result"]["world"]["by_rank"][0]["host"] = "n2"
    assert fired(overview_of, maker, "W12") is expected
    for number, line in enumerate(maker.lines[:-1]):
        host = "n2" if number >= 9 else "n1"
        line["result"]["world"]["by_rank"][0]["host"] = "n1"
        line["witness"] = witnessed(1, 1.0, host=[host])
    assert fired(overview_of, maker, "W12") is expected, "by the program's own word"


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        ({"governor": "powersave"}, True),
        ({"clocksource": "hpet", "architecture": "x86_64"}, True),
        ({"clocksource": "arch_sys_counter", "architecture": "aarch64"}, False),
        ({"clocksource": "tsc", "architecture": "x86_64"}, False),
    ],
)
def test_w31(overview_of, machine, expected: bool) -> None:
    maker = study(lambda line, _: line.update(manifest="m2"))
    maker.lines.append(manifest("m2", machine=manifest()["machine"] | machine))
    assert fired(overview_of, maker, "W31") is expected


@pytest.mark.parametrize(("ceiling", "expected"), [(0.9, True), (1.0, False)])
def test_w15(overview_of, ceiling: float, expected: bool) -> None:
    edit = measurement(ceiling_samples_per_s=ceiling * W)
    assert fired(overview_of, study(edit, only=1), "W15") is expected


@pytest.mark.parametrize(("factor", "expected"), [(1.1, True), (1.0, False)])
def test_w18_events(overview_of, factor: float, expected: bool) -> None:
    def edit(line, _) -> None:
        found = line["result"]["measurements"][0]
        useful = [max(x["useful_s"]) for x in found["repetitions"]]
        found["kernel_event_s"] = [factor * t for t in useful]

    assert fired(overview_of, study(edit), "W18") is expected


@pytest.mark.parametrize(("slow", "expected"), [(1.2, True), (1.05, False)])
def test_w21_balance(overview_of, slow: float, expected: bool) -> None:
    def edit(line, _) -> None:
        for repetition in line["result"]["measurements"][0]["repetitions"]:
            useful = repetition["useful_s"]
            repetition["useful_s"] = [useful[0] / slow] * (len(useful) - 1) + useful[:1]

    assert fired(overview_of, study(edit, only=3), "W21") is expected


@pytest.mark.parametrize(("samples", "expected"), [(299, True), (300, False)])
def test_w21_granularity(overview_of, samples: int, expected: bool) -> None:
    maker = JournalMaker(until=0.1)
    maker.measure(requested(3, 1, samples), launches(1.0, 10, 1))
    assert fired(overview_of, maker, "W21") is expected


@pytest.mark.parametrize(("always", "expected"), [(True, True), (False, False)])
def test_w30_nodes_change(overview_of, always: bool, expected: bool) -> None:
    """Launches on other nodes each time; n2 is slow wherever it takes part."""
    maker = JournalMaker(until=0.1)
    maker.measure(requested(4, 1, W, nodes=4), launches(1.0, 16, 1))
    for number, line in enumerate(maker.lines[:-1]):
        hosts = [(number * 3 + rank) % 6 for rank in range(4)]
        for found, host in zip_equal(line["result"]["world"]["by_rank"], hosts):
            found["host"] = f"n{host}"
        slowest = hosts.index(2) if always and 2 in hosts else number % 4
        for repetition in line["result"]["measurements"][0]["repetitions"]:
            repetition["useful_s"][slowest] *= 1.01
    assert fired(overview_of, maker, "W30") is expected


@pytest.mark.parametrize(("always", "expected"), [(True, True), (False, False)])
def test_w30_one_slow_node(overview_of, always: bool, expected: bool) -> None:
    maker = JournalMaker(until=0.1)
    maker.measure(requested(4, 1, W, nodes=4), launches(1.0, 10, 1))
    for line in maker.lines[:-1]:
        for rank, found in enumerate(line["result"]["world"]["by_rank"]):
            found["host"] = f"n{rank}"
        slowest = 2 if always else line["launch"] % 4
        for repetition in line["result"]["measurements"][0]["repetitions"]:
            repetition["useful_s"][slowest] *= 1.01
    assert fired(overview_of, maker, "W30") is expected


@pytest.mark.parametrize(("always", "expected"), [(True, True), (False, False)])
def test_w30_of_a_program(overview_of, always: bool, expected: bool) -> None:
    """Its ranks are not where the processes stood that were placed before it."""
    maker = JournalMaker(until=0.1)
    maker.measure(requested(4, 1, W, nodes=4), launches(1.0, 16, 1))
    for number, line in enumerate(maker.lines[:-1]):
        order = [(number + rank) % 4 for rank in range(4)]
        slowest = order.index(2) if always else 0
        seen = witnessed(4, 1.0, host=[f"n{host}" for host in order])
        seen["mpi_s"] = [{"waiting": 0.1 * (rank != slowest)} for rank in range(4)]
        line["witness"] = seen
        for rank, found in enumerate(line["result"]["world"]["by_rank"]):
            found["host"] = f"n{rank}"
    assert fired(overview_of, maker, "W30") is expected


@pytest.mark.parametrize(("factor", "expected"), [(1.01, True), (1.2, False)])
def test_w22(overview_of, factor: float, expected: bool) -> None:
    maker = study()
    for ranks in (1, 2, 3):
        request = requested(ranks, 1, W, backend="threads")
        maker.measure(request, launches(factor / ranks, 10, 10 + ranks, 0.02))
    assert fired(overview_of, maker, "W22") is expected


@pytest.mark.parametrize(("block", "expected"), [(100, True), (1, False)])
def test_w24(overview_of, block: int, expected: bool) -> None:
    def edit(line, launch) -> None:
        minute = launch + block * (line["requested"]["ranks"] == 3)
        line["started_utc"] = f"2026-01-01T{12 + minute // 60}:{minute % 60:02}:00Z"

    assert fired(overview_of, study(edit), "W24") is expected


@pytest.mark.parametrize(
    ("edit", "word"),
    [
        (worker(dirty=True), "uncommitted"),
        (worker(commit=""), "commit"),
        (worker(dirty=False), ""),
    ],
)
def test_w25_worker(overview_of, edit: Edit, word: str) -> None:
    text = text_of(overview_of, study(edit), "W25")
    assert word in text
    assert bool(text) is bool(word)


def test_w25_manifest(overview_of) -> None:
    maker = study(lambda line, _: line.update(manifest="m2"))
    machine = {k: v for k, v in manifest()["machine"].items() if k != "cpu_model"}
    maker.lines.append(manifest("m2", machine=machine))
    assert text_of(overview_of, maker, "W25") == "not recorded: the processor"


@pytest.mark.parametrize(("same", "expected"), [(True, True), (False, False)])
def test_w26_reused(overview_of, same: bool, expected: bool) -> None:
    maker = JournalMaker(until=0.1)
    for seed in (1, 2, 3):
        answer = 1_570_000 if same else 1_570_000 + 100 * seed
        request = requested(1, 1, W, seed=f"0x{seed}")
        maker.measure(request, launches(1.0, 10, seed), hits=answer)
    assert fired(overview_of, maker, "W26") is expected
