# SPDX-License-Identifier: Apache-2.0
"""Launches that ran as asked and disagree: which of their answers counts."""

from __future__ import annotations

from pathlib import Path

from journals import JournalMaker, record, requested, result

from scaling.model.study import Study, make_study
from scaling.read.journal import read_journal
from scaling.warnings import wrong_answers

Given = list[tuple[int, str]]
"""Ranks of a launch and its hits, in the order of the journal."""


def study(tmp_path: Path, given: Given, *disagreeing: int) -> Study:
    """The records of those indices were not ok when they were written."""
    maker = JournalMaker()
    requests = {ranks: requested(ranks, 1, 1000) for ranks, _ in given}
    for request in requests.values():
        maker.point(request, ["strong"])
    launches = dict.fromkeys(requests, 0)
    for index, (ranks, hits) in enumerate(given):
        launches[ranks] += 1
        times = [1.0, 1.0, 1.0]
        line = record(requests[ranks], launches[ranks], times)
        line["result"] = result(requests[ranks], times, tallies={"hits": hits})
        if index in disagreeing:
            line |= {"verdict": "wrong_answer", "disagrees": True, "detail": "why"}
        maker.lines.append(line)
    path = maker.write(tmp_path / "s") / "journal.jsonl"
    made = make_study(read_journal(path), "s")
    assert made.problems == ()
    return made


def counted(made: Study) -> dict[int, int]:
    """Launches that count, by ranks."""
    return {point.request.ranks: len(point.launches) for point in made.points}


def test_none_counts_where_two_points_disagree(tmp_path: Path) -> None:
    made = study(tmp_path, [(1, "7"), (2, "8"), (1, "7")], 1, 2)
    assert counted(made) == {1: 0, 2: 0}
    assert [failed.verdict for failed in made.failed] == ["wrong_answer"] * 3
    assert [failed.line for failed in made.failed] == sorted(
        failed.line for failed in made.failed
    )
    (finding,) = wrong_answers.find(made)
    assert "none is taken for the truth" in finding.text


def test_the_first_does_not_win(tmp_path: Path) -> None:
    made = study(tmp_path, [(1, "8"), (2, "7"), (4, "7"), (1, "7"), (1, "7")], 1)
    assert counted(made) == {1: 2, 2: 1, 4: 1}
    (failed,) = made.failed
    assert (failed.point, failed.launch) == (made.points[0].id, 1)
    assert "most launches of most points" in failed.detail
    (finding,) = wrong_answers.find(made)
    assert finding.text.startswith("1 of 3 points")


def test_what_disagreed_and_was_right_counts(tmp_path: Path) -> None:
    made = study(tmp_path, [(1, "8"), (2, "7"), (4, "7")], 1)
    (launch,) = made.points[1].launches
    assert launch.time_s == 1.0
    assert made.points[1].failed == ()


def of_program(tmp_path: Path, values: list[float], within: float | None) -> Study:
    maker = JournalMaker()
    for ranks, value in enumerate(values, start=1):
        request = requested(ranks, 1, 1000, repetitions=1, program=["app"])
        maker.point(request, ["strong"])
        line = record(request, 1, [1.0])
        line["result"] = result(request, [1.0], tallies={}, estimate=None)
        checked = {"name": "energy", "value": value}
        if within is not None:
            checked["within"] = within
        line["result"]["measurements"][0]["checked"] = checked
        maker.lines.append(line)
    return make_study(read_journal(maker.write(tmp_path / "s") / "journal.jsonl"), "s")


def test_values_may_differ_by_the_tolerance(tmp_path: Path) -> None:
    made = of_program(tmp_path / "a", [2.5, 2.5024, 2.4976], 1e-3)
    assert counted(made) == {1: 1, 2: 1, 3: 1}
    made = of_program(tmp_path / "b", [2.5, 2.51, 2.5], 1e-3)
    assert counted(made) == {1: 1, 2: 0, 3: 1}


def test_a_tolerance_that_was_not_written_is_not_guessed(tmp_path: Path) -> None:
    assert counted(of_program(tmp_path, [2.5, 2.6], None)) == {1: 1, 2: 1}
