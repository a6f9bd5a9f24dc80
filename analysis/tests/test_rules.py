# SPDX-License-Identifier: Apache-2.0
"""The other warnings: a study that fires each, and one that must not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from journals import JournalMaker, launches, manifest, requested

from scaling.finding import SEVERITIES
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


def fired(overview_of, maker: JournalMaker, id: str) -> list[str]:
    """The severities with which the rule fires, the worst first."""
    return [f.severity for f in overview_of(maker).findings if f.id == id]


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
    numbers = [rule.ID for rule in warners() if rule.ID != "DATA"]
    assert len(numbers) == len(set(numbers)) > 20
    tests = [path.read_text() for path in Path(__file__).parent.glob("test_*.py")]
    for number in numbers:
        assert re.fullmatch("W[0-9]{2}", number)
        assert any(f'"{number}"' in text for text in tests), number
    assert SEVERITIES == ("error", "warning", "note")


@pytest.mark.parametrize(("n", "expected"), [(1, ["warning"]), (2, [])])
def test_w04_one_launch(overview_of, n: int, expected: list[str]) -> None:
    assert fired(overview_of, study(n=n), "W04") == expected


@pytest.mark.parametrize(("wave", "expected"), [(10, ["warning"]), (1, [])])
def test_w04_memory(overview_of, wave: int, expected: list[str]) -> None:
    maker = JournalMaker(until=1.0)
    times = [1 + 0.05 * ((i // wave) % 2) + 0.001 * (i % 7) for i in range(40)]
    maker.measure(requested(1, 1, W), times)
    assert fired(overview_of, maker, "W04") == expected


@pytest.mark.parametrize(
    ("reduce_s", "expected"), [(0.2, ["warning"]), (0.01, []), (1e-7, ["note"])]
)
def test_w06(overview_of, reduce_s: float, expected: list[str]) -> None:
    def edit(line, _) -> None:
        for repetition in line["result"]["measurements"][0]["repetitions"]:
            repetition["reduce_s"] = [reduce_s] * len(repetition["reduce_s"])

    assert fired(overview_of, study(edit), "W06") == expected


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (worker(flags="-O2"), ["error"]),
        (worker(build_type="RelWithDebInfo"), ["error"]),
        (worker(hwloc="2.9"), []),
    ],
)
def test_w07_worker(overview_of, edit: Edit, expected: list[str]) -> None:
    def change(line, launch) -> None:
        if line["requested"]["ranks"] == 2:
            edit(line, launch)

    assert fired(overview_of, study(change), "W07") == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"build": {"workers": {"openmp": "cd"}}}, ["error"]),
        ({"machine": {"cpu_model": "Other CPU", "hostname": "n1"}}, ["error"]),
        (
            {"machine": manifest()["machine"] | {"governor": "powersave"}},
            ["warning"],
        ),
        ({"machine": manifest()["machine"] | {"hostname": "n2"}}, []),
    ],
)
def test_w07_manifest(overview_of, change, expected: list[str]) -> None:
    maker = study(lambda line, _: line.update(manifest="m2"), only=3)
    maker.lines.append(manifest("m2", **change))
    assert fired(overview_of, maker, "W07")[:1] == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-01-03T12:00:01Z", ["warning"]), ("x", [])]
)
def test_w07_a_day_apart(overview_of, day: str, expected: list[str]) -> None:
    maker = study(lambda line, _: line.update(started_utc=day), only=3)
    assert fired(overview_of, maker, "W07") == expected


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (worker(build_type="Debug"), ["warning"]),
        (worker(flags="-g -O0"), ["warning"]),
        (worker(flags="-g -march=native"), ["warning"]),
        (worker(flags="-Og -g"), []),
        (measurement(ceiling_samples_per_s=4.2 * W), ["warning"]),
        (measurement(ceiling_samples_per_s=1.8 * W), []),
    ],
)
def test_w08(overview_of, edit: Edit, expected: list[str]) -> None:
    def both(line, n) -> None:
        edit(line, n)
        if line["requested"]["ranks"] > 1:
            line["result"]["measurements"][0].pop("ceiling_samples_per_s", None)

    assert fired(overview_of, study(both), "W08") == expected


@pytest.mark.parametrize(("unsteady", "expected"), [(3, ["warning"]), (1, [])])
def test_w09_no_steady_state(overview_of, unsteady: int, expected) -> None:
    def edit(line, launch) -> None:
        if launch <= unsteady:
            times = [2.0, 1.8, 1.6, 1.4, 1.2, 1.0, 0.8]
            line["result"]["measurements"][0]["makespan_s"] = times

    texts = text_of(overview_of, study(edit, only=1), "W09")
    assert ("steady" in texts) is bool(expected)


@pytest.mark.parametrize(("slope", "expected"), [(0.05, ["warning"]), (0.0, [])])
def test_w09_drift(overview_of, slope: float, expected: list[str]) -> None:
    maker = JournalMaker(until=0.5)
    steps = [0.001 * (i * 7 % 10) for i in range(20)]
    times = [1 + slope * i / 19 + steps[i % 10] for i in range(20)]
    maker.measure(requested(1, 1, W), times)
    assert fired(overview_of, maker, "W09") == expected


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


@pytest.mark.parametrize(("cores", "expected"), [(8, ["warning"]), (1, [])])
def test_w10_unbound(overview_of, cores: int, expected: list[str]) -> None:
    edit = place(f"0-{cores - 1}", cores)
    assert fired(overview_of, study(edit, only=1), "W10") == expected


@pytest.mark.parametrize(("second", "expected"), [(1.2, ["warning"]), (1.0, [])])
def test_w12_two_groups(overview_of, second: float, expected: list[str]) -> None:
    maker = JournalMaker(until=1.0)
    times = launches(1.0, 12, 1) + [second * t for t in launches(1.0, 12, 2)]
    maker.measure(requested(1, 1, W), times)
    assert fired(overview_of, maker, "W12") == expected


def test_w12_allows_for_the_number_of_points(overview_of) -> None:
    """A gap that is rare in one point is not among thirty."""
    gap = [1 + 0.001 * i + 0.012 * (i >= 10) for i in range(20)]
    for points, expected in ((1, ["warning"]), (30, [])):
        maker = JournalMaker(until=1.0)
        for number in range(points):
            times = gap if number == 0 else [1 + 0.001 * i for i in range(20)]
            maker.measure(requested(1, 1, W + number), times)
        assert fired(overview_of, maker, "W12") == expected


def test_w12_outliers_are_no_mode(overview_of) -> None:
    """Four of twenty launches may be slow by chance where one in ten is."""
    maker = JournalMaker(until=1.0)
    maker.measure(
        requested(1, 1, W), [1 + 0.001 * i + 0.1 * (i >= 16) for i in range(20)]
    )
    assert fired(overview_of, maker, "W12") == []


@pytest.mark.parametrize(("factor", "expected"), [(1.06, ["warning"]), (1.0, [])])
def test_w12_nodes(overview_of, factor: float, expected: list[str]) -> None:
    maker = JournalMaker(until=1.0)
    times = launches(1.0, 9, 1, 0.003) + [
        factor * t for t in launches(1.0, 9, 2, 0.003)
    ]
    maker.measure(requested(1, 1, W), times)
    for line in maker.lines[9:-1]:
        line["result"]["world"]["by_rank"][0]["host"] = "n2"
    assert fired(overview_of, maker, "W12") == expected


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        ({"governor": "powersave"}, ["warning"]),
        ({"clocksource": "hpet", "architecture": "x86_64"}, ["note"]),
        ({"clocksource": "arch_sys_counter", "architecture": "aarch64"}, []),
        ({"clocksource": "tsc", "architecture": "x86_64"}, []),
    ],
)
def test_w14_system(overview_of, machine, expected: list[str]) -> None:
    maker = study(lambda line, _: line.update(manifest="m2"))
    maker.lines.append(manifest("m2", machine=manifest()["machine"] | machine))
    assert fired(overview_of, maker, "W14") == expected


@pytest.mark.parametrize(("ceiling", "expected"), [(0.9, ["error"]), (1.0, [])])
def test_w15(overview_of, ceiling: float, expected: list[str]) -> None:
    edit = measurement(ceiling_samples_per_s=ceiling * W)
    assert fired(overview_of, study(edit, only=1), "W15") == expected


@pytest.mark.parametrize(("total", "expected"), [(1.2, ["warning"]), (1.1, [])])
def test_w17(overview_of, total: float, expected: list[str]) -> None:
    def edit(line, _) -> None:
        times = line["result"]["measurements"][0]["makespan_s"]
        line["result"]["launch"]["total_s"] = total * sum(times)

    assert fired(overview_of, study(edit), "W17") == expected


@pytest.mark.parametrize(("factor", "expected"), [(1.1, ["error"]), (1.0, [])])
def test_w18_events(overview_of, factor: float, expected: list[str]) -> None:
    def edit(line, _) -> None:
        found = line["result"]["measurements"][0]
        useful = [max(x["useful_s"]) for x in found["repetitions"]]
        found["kernel_event_s"] = [factor * t for t in useful]

    assert fired(overview_of, study(edit), "W18") == expected


@pytest.mark.parametrize(("slow", "expected"), [(1.2, ["warning"]), (1.05, [])])
def test_w21_balance(overview_of, slow: float, expected: list[str]) -> None:
    def edit(line, _) -> None:
        for repetition in line["result"]["measurements"][0]["repetitions"]:
            useful = repetition["useful_s"]
            repetition["useful_s"] = [useful[0] / slow] * (len(useful) - 1) + useful[:1]

    assert fired(overview_of, study(edit, only=3), "W21") == expected


@pytest.mark.parametrize(("samples", "expected"), [(299, ["warning"]), (300, [])])
def test_w21_granularity(overview_of, samples: int, expected: list[str]) -> None:
    maker = JournalMaker(until=0.1)
    maker.measure(requested(3, 1, samples), launches(1.0, 10, 1))
    assert fired(overview_of, maker, "W21") == expected


@pytest.mark.parametrize(("always", "expected"), [(True, ["warning"]), (False, [])])
def test_w21_nodes_change(overview_of, always: bool, expected: list[str]) -> None:
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
    assert fired(overview_of, maker, "W21") == expected


@pytest.mark.parametrize(("always", "expected"), [(True, ["warning"]), (False, [])])
def test_w21_one_slow_node(overview_of, always: bool, expected: list[str]) -> None:
    maker = JournalMaker(until=0.1)
    maker.measure(requested(4, 1, W, nodes=4), launches(1.0, 10, 1))
    for line in maker.lines[:-1]:
        for rank, found in enumerate(line["result"]["world"]["by_rank"]):
            found["host"] = f"n{rank}"
        slowest = 2 if always else line["launch"] % 4
        for repetition in line["result"]["measurements"][0]["repetitions"]:
            repetition["useful_s"][slowest] *= 1.01
    assert fired(overview_of, maker, "W21") == expected


@pytest.mark.parametrize(("factor", "expected"), [(1.01, ["warning"]), (1.2, [])])
def test_w22(overview_of, factor: float, expected: list[str]) -> None:
    maker = study()
    for ranks in (1, 2, 3):
        request = requested(ranks, 1, W, backend="threads")
        maker.measure(request, launches(factor / ranks, 10, 10 + ranks, 0.02))
    assert fired(overview_of, maker, "W22") == expected


@pytest.mark.parametrize(
    ("load", "expected"), [(4.0, ["warning"]), (1.5, []), (None, [])]
)
def test_w24_load(overview_of, load, expected: list[str]) -> None:
    def edit(line, _) -> None:
        busy = load if line["requested"]["ranks"] > 1 else 1.0
        line["result"]["noise"] = {"load_before": busy}

    assert fired(overview_of, study(edit), "W24") == expected


@pytest.mark.parametrize(("block", "expected"), [(100, ["warning"]), (1, [])])
def test_w24_blocks(overview_of, block: int, expected: list[str]) -> None:
    def edit(line, launch) -> None:
        minute = launch + block * (line["requested"]["ranks"] == 3)
        line["started_utc"] = f"2026-01-01T{12 + minute // 60}:{minute % 60:02}:00Z"

    assert fired(overview_of, study(edit), "W24") == expected


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


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        ("1767268800", ["error"]),  # 2026-01-01T12:00:00Z
        ("1767268800123456789", ["error"]),
        (hex(1767268800123), ["error"]),
        ("1", []),
        ("0x548c9decbce65297", []),
    ],
)
def test_w26_clock(overview_of, seed: str, expected: list[str]) -> None:
    maker = JournalMaker(until=0.1)
    maker.measure(requested(1, 1, W, seed=seed), launches(1.0, 10, 1))
    assert fired(overview_of, maker, "W26") == expected


@pytest.mark.parametrize(("same", "expected"), [(True, ["error"]), (False, [])])
def test_w26_reused(overview_of, same: bool, expected: list[str]) -> None:
    maker = JournalMaker(until=0.1)
    for seed in (1, 2, 3):
        answer = 1_570_000 if same else 1_570_000 + 100 * seed
        request = requested(1, 1, W, seed=f"0x{seed}")
        maker.measure(request, launches(1.0, 10, seed), hits=answer)
    assert fired(overview_of, maker, "W26") == expected
