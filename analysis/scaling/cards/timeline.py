# SPDX-License-Identifier: Apache-2.0
"""The campaign: every attempt over wall time, what failed marked by its class."""

from __future__ import annotations

from collections import Counter

from scaling.figure import Figure
from scaling.model.study import Study
from scaling.model.timeline import MOST_SHOWN, Attempt, make_timeline
from scaling.table import Column, Table
from scaling.words.text import listed, number, plural

CAPTION = (
    "Each bar is a launch from its start to its end, one row a point; marks are "
    "attempts that did not end ok, a symbol for each class."
)


def make(study: Study) -> list[Figure]:
    """One figure; none where no attempt has a start."""
    attempts = make_timeline(study)
    if not attempts:
        return []

    def draw(figure) -> None:
        from scaling.draw.timeline import draw_timeline

        draw_timeline(figure, study, attempts)

    return [
        Figure(
            slug="timeline",
            title="Campaign",
            caption=f"{CAPTION}{_left_out(study, attempts)}",
            alt=_in_words(attempts),
            data=_data(study, attempts),
            draw=draw,
            section="campaign",
        )
    ]


def _left_out(study: Study, attempts: tuple[Attempt, ...]) -> str:
    launches = sum(len(point.launches) for point in study.points)
    if launches <= MOST_SHOWN:
        return ""
    shown = sum(attempt.verdict == "ok" for attempt in attempts)
    return (
        f" A bar is all launches of a point, from the first to the last; the CSV holds "
        f"{shown:,} of {launches:,}."
    )


def _in_words(attempts: tuple[Attempt, ...]) -> str:
    end_s = max(attempt.start_s + attempt.wall_s for attempt in attempts)
    classes = Counter(a.verdict for a in attempts if a.verdict != "ok")
    failed = [f"{n} {verdict}" for verdict, n in classes.most_common()]
    return (
        f"{plural(len(attempts), 'attempt')} over {number(end_s)} s of wall time; "
        f"{'failed: ' + listed(failed) if failed else 'none failed'}."
    )


def _data(study: Study, attempts: tuple[Attempt, ...]) -> Table:
    names = (
        "point", "label", "block", "launch", "attempt", "verdict", "start_s", "wall_s",
    )  # fmt: skip
    labels = [study.label(point.request) for point in study.points]
    rows = tuple(
        (
            a.point, labels[a.row], a.block, a.launch, a.attempt, a.verdict,
            a.start_s, a.wall_s,
        )
        for a in attempts
    )  # fmt: skip
    columns = tuple(Column(name, name) for name in names)
    return Table("timeline", "Campaign", columns, rows)
