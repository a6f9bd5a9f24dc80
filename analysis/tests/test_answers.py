# SPDX-License-Identifier: Apache-2.0
"""Launches that ran as asked and disagree: which of their answers counts."""

from __future__ import annotations

from pathlib import Path

from journals import JournalMaker, record, requested, result

from scaling.model.study import Study, make_study
from scaling.records.journal import read_journal
from scaling.warnings import wrong_answers

Given = list[tuple]
"""Ranks of a launch, its hits, and its number where it is tried again."""


def study(tmp_path: Path, given: Given, *disagreeing: int) -> Study:
    """The records of those indices were not ok when they were written."""
    maker = JournalMaker()
    requests = {ranks: requested(ranks, 1, 1000) for ranks, *_ in given}
    for request in requests.values():
        maker.point(request, ["strong"])
    launches = dict.fromkeys(requests, 0)
    for index, (ranks, hits, *again) in enumerate(given):
        launches[ranks] += not again
        times = [1.0, 1.0, 1.0 + index]
        line = record(requests[ranks], *(again or [launches[ranks]]), times)
        line["attempt"] = 2 if again else 1
        line["wall_s"] = 10.0 + index
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
    assert [failed.wall_s for failed in made.failed] == [10.0, 11.0, 12.0]


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
    assert launch.number == 1
    assert made.points[1].failed == ()


def test_the_last_attempt_of_a_launch_counts(tmp_path: Path) -> None:
    made = study(tmp_path, [(1, "8"), (2, "7"), (1, "7", 1)], 1)
    assert counted(made) == {1: 1, 2: 1}
    (failed,) = made.failed
    assert (failed.launch, failed.attempt) == (1, 1)


def test_points_of_an_earlier_plan_have_no_vote(tmp_path: Path) -> None:
    maker = JournalMaker()
    for index, hits in enumerate("887"):
        request = requested(index + 1, 1, 1000)
        if hits == "7":
            maker.point(request, ["strong"])
        line = record(request, 1, [1.0, 1.0])
        line["result"] = result(request, [1.0, 1.0], tallies={"hits": hits})
        maker.lines.append(line)
    path = maker.write(tmp_path / "s") / "journal.jsonl"
    assert counted(make_study(read_journal(path), "s")) == {3: 1}


def test_refused_estimates_leave_no_question_open(tmp_path: Path) -> None:
    maker = JournalMaker()
    for ranks in (1, 2):
        request = requested(ranks, 1, 1000)
        maker.point(request, ["strong"])
        line = record(request, 1, [1.0, 1.0])
        line |= {"verdict": "wrong_answer", "detail": "6 standard errors"}
        maker.lines.append(line)
    path = maker.write(tmp_path / "s") / "journal.jsonl"
    (finding,) = wrong_answers.find(make_study(read_journal(path), "s"))
    assert finding.text.startswith("2 of 2 points")


def of_program(
    tmp_path: Path, values: list[float | None], within: float | None
) -> Study:
    maker = JournalMaker()
    for ranks, value in enumerate(values, start=1):
        request = requested(ranks, 1, 1000, repetitions=1, program=["app"])
        maker.point(request, ["strong"])
        line = record(request, 1, [1.0])
        line["result"] = result(request, [1.0], tallies={}, estimate=None)
        checked = {"name": "energy", "value": value}
        if within is not None:
            checked["within"] = within
        if value is not None:
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


def test_what_gave_no_answer_has_no_vote(tmp_path: Path) -> None:
    made = of_program(tmp_path, [None, None, None, 2.5, 2.6], 1e-3)
    assert counted(made) == {1: 1, 2: 1, 3: 1, 4: 0, 5: 0}
