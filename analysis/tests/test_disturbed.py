# SPDX-License-Identifier: Apache-2.0
"""Launches that the harness found disturbed: out of the numbers, or beside a word."""

from __future__ import annotations

import re
from itertools import chain

from journals import JournalMaker, launches, record, requested

from scaling.job_size import job_size, recommendation
from scaling.report.alerts import alerts
from scaling.report.badge import badge
from scaling.report.page import make_page
from scaling.report.rules import intervals_are_given

W = 2_000_000
LIMITS = {"others_cpus": 0.1, "steal_share": 0.005, "others_pressure_share": 0.2}


class Judged(JournalMaker):
    """A study whose harness judged what others did."""

    def study(self):
        """The study line, with the limits that held."""
        return super().study() | {"noise_limits": LIMITS}


def disturb(line, attempt: int = 1) -> None:
    line["verdict"], line["attempt"] = "disturbed", attempt
    line["detail"] = "other processes used 1.70 CPUs"
    line["result"]["noise"] = {"others_cpus": 1.7}


def study(disturbed: int, again: bool = False, n: int = 10) -> JournalMaker:
    """Of the launches on two ranks so many took twice as long, and are disturbed;
    `again`: a second attempt of each was quiet."""
    maker = Judged(until=0.1)
    for ranks in (1, 2, 4):
        maker.measure(requested(ranks, 1, W), launches(1 / ranks, n, ranks))
    request = requested(2, 1, W)
    found = [x for x in maker.lines if x.get("requested") == request][:disturbed]
    for line in found:
        quiet = record(
            request,
            line["launch"],
            list(line["result"]["measurements"][0]["makespan_s"]),
        )
        measured = line["result"]["measurements"][0]
        measured["makespan_s"] = [2 * t for t in measured["makespan_s"]]
        disturb(line)
        if again:
            maker.lines.insert(maker.lines.index(line) + 1, quiet | {"attempt": 2})
    return maker


def of_two(overview):
    return next(p for p in overview.study.points if p.request.ranks == 2)


def w14(overview):
    return [f for f in overview.findings if f.id == "W14"]


def test_a_disturbed_launch_is_counted_and_in_no_number(overview_of) -> None:
    overview = overview_of(study(3))
    point = of_two(overview)
    assert len(point.launches) == 7
    assert not point.is_disturbed
    assert point.time_s.value < 0.55
    assert point.time_s.low is not None
    assert overview.study.failures_by_class == {"disturbed": 3}
    assert overview.study.in_no_number == "3 disturbed attempts"
    assert w14(overview) == []
    assert badge(overview).word != "disturbed", "what is in no number spoils none"


def test_a_quiet_attempt_takes_the_place_of_a_disturbed_one(overview_of) -> None:
    point = of_two(overview_of(study(3, again=True)))
    assert len(point.launches) == 10
    assert len(point.failed) == 3
    assert point.unusable == ()


def test_more_findings_are_not_taken_for_points(overview_of) -> None:
    """Of launches that nobody judged: CPUs of others, and waiting for them."""
    maker = JournalMaker()
    for ranks in (1, 2):
        maker.measure(requested(ranks, 1, 10**6), launches(1 / ranks, 10, ranks))
    for line in maker.lines:
        if line["kind"] == "record":
            noise = {"others_cpus": 1.9, "others_pressure_share": 0.5}
            line["result"]["noise"] = noise
    (alert,) = (a for a in alerts(overview_of(maker)) if a.id == "W14")
    assert alert.what == (
        "other processes used up to 1.9 CPUs at 2 points (1x1, 2x1); 1 more finding"
    )


def test_no_option_of_a_cure_is_torn_at_its_hyphens(overview_of) -> None:
    """In its frame and among the warnings below."""
    page = make_page(overview_of(study(6)), [])
    before = re.findall(r"(.{0,20})--retry-failed", page)
    assert len(before) >= 2
    assert {words.endswith('<span class="whole">') for words in before} == {True}


def test_a_point_without_enough_quiet_launches_says_so(overview_of) -> None:
    overview = overview_of(study(6))
    point = of_two(overview)
    assert point.is_disturbed
    assert len(point.launches) == 10
    assert point.time_s.low is None
    (curve,) = overview.study.curves
    row = next(row for row in curve.rows if row.point.request.ranks == 2)
    assert row.efficiency.low is None
    others = [r for r in curve.rows if r.point.request.ranks == 4]
    assert others[0].efficiency.low is not None
    found = w14(overview)
    assert [f.labels for f in found] == [("2x1",)]
    assert badge(overview).word == "disturbed"
    table = next(t for t in overview.tables if t.slug.startswith("strong"))
    assert any("disturbed" in str(cell) for cell in chain(*table.rows))


def test_what_is_said_of_disturbed_points_does_not_contradict_itself(
    overview_of,
) -> None:
    """They have launches enough, of which some are shown: others are not."""
    maker = study(10)
    more = record(requested(2, 1, W), 1, [1.0] * 7)
    disturb(more, attempt=2)
    maker.lines.append(more)
    overview = overview_of(maker)
    assert overview.study.in_no_number == "1 more disturbed attempt"
    told = intervals_are_given(overview)
    assert told == "1 point whose launches others disturbed, hence without an interval"
    assert "W03" not in {f.id for f in overview.findings}


def test_all_launches_disturbed_still_make_a_table(overview_of) -> None:
    point = of_two(overview_of(study(10)))
    assert point.is_disturbed
    assert 0.9 < point.time_s.value < 1.1


def test_what_is_recommended_says_so(overview_of) -> None:
    maker = study(10)
    for line in [x for x in maker.lines if x["kind"] == "record"]:
        disturb(line)
    (curve,) = overview_of(maker).study.curves
    said = recommendation(job_size(curve))
    assert said.endswith(", from launches that others disturbed.")


def test_of_several_disturbed_attempts_the_last_is_shown(overview_of) -> None:
    maker = study(10)
    line = next(x for x in maker.lines if x.get("verdict") == "disturbed")
    more = record(requested(2, 1, W), line["launch"], [1.0] * 7)
    disturb(more, attempt=2)
    maker.lines.append(more)
    point = of_two(overview_of(maker))
    assert len(point.launches) == 10
    assert [record.attempt for record in point.failed] == [1]


def test_a_disturbed_launch_has_no_vote_on_the_answer(overview_of) -> None:
    maker = study(3)
    for line in maker.lines:
        if line.get("verdict") == "disturbed":
            line["result"]["measurements"][0]["tallies"] = {"hits": "1"}
    overview = overview_of(maker)
    assert len(of_two(overview).tallies) == 1
    assert "W01" not in {f.id for f in overview.findings}


def test_a_judged_launch_is_judged_once(overview_of) -> None:
    """Its limits may be those that its host was measured to have."""
    maker = study(0)
    for line in maker.lines:
        if "result" in line:
            line["result"]["noise"] = {"others_cpus": 0.3}
    assert w14(overview_of(maker)) == []
    maker.__class__ = JournalMaker
    assert len(w14(overview_of(maker))) == 1, "as in earlier journals"


def test_a_page_of_disturbed_launches_does_not_call_them_too_few(overview_of) -> None:
    maker = study(0)
    for one in maker.lines:
        if one["kind"] == "record":
            disturb(one)
    page = make_page(overview_of(maker), [])
    assert "since others disturbed its launches" in page
    assert "launches that one needs" not in page
