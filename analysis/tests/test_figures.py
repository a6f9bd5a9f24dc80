# SPDX-License-Identifier: Apache-2.0
"""Figures: no missing number, plain ticks, every point on the paper."""

from __future__ import annotations

import csv
import io
import math
import re
import zlib
from functools import cache

import pytest
from fontTools.ttLib import TTFont
from journals import JournalMaker, demonstration, launches, requested
from matplotlib.figure import Figure as Canvas

from scaling.draw.intervals import log_ticks, powers_of_two
from scaling.draw.render import draw, inline_svg, render
from scaling.draw.style import style_of
from scaling.figures import efficiency as efficiency_figure
from scaling.figures import parts as parts_figure
from scaling.figures import speedup as speedup_figure
from scaling.figures import time as time_figure
from scaling.formats import csv as csv_format


def two_points() -> JournalMaker:
    maker = JournalMaker()
    for ranks in (1, 2):
        maker.measure(requested(ranks, 1, 10**6), launches(1 / ranks, 10, ranks))
    return maker


def one_point() -> JournalMaker:
    maker = JournalMaker()
    maker.measure(requested(3, 1, 10**6), [1.0, 1.1], ("strong", "weak"))
    return maker


def few_launches() -> JournalMaker:
    maker = JournalMaker()
    for ranks in (6, 12, 24):
        maker.measure(requested(ranks, 1, 10**6), [1 / ranks, 1.1 / ranks])
    return maker


def many_curves() -> JournalMaker:
    maker = JournalMaker()
    for number in range(9):
        for ranks in (1, 2, 4):
            request = requested(ranks, 1, 10**6, env={"UCX": f"mode {number}"})
            maker.measure(request, launches((1 + number) / ranks, 6, number))
    return maker


MAKERS = (demonstration, two_points, one_point, few_launches, many_curves)


@pytest.fixture(scope="module", params=MAKERS, ids=lambda make: make.__name__)
def figures(request, overview_of):
    study = overview_of(request.param()).study
    found = [figure for kind in LINE_KINDS for figure in kind.make(study)]
    assert found
    return found


LINE_KINDS = (time_figure, speedup_figure, efficiency_figure)
"""The figures of a value against cores."""


@cache
def drawn(figure) -> Canvas:
    with style_of(figure.slug):
        return draw(figure)


def test_no_number_is_missing(figures) -> None:
    for figure in figures:
        (axes,) = drawn(figure).axes
        for line in axes.get_lines():
            values = [*line.get_xdata(), *line.get_ydata()]
            assert all(math.isfinite(value) for value in values)
        rows = list(csv.reader(io.StringIO(csv_format.render(figure.data))))[1:]
        assert all(math.isfinite(float(row[5])) for row in rows)


def test_every_median_and_launch_is_inside(figures) -> None:
    for figure in figures:
        (axes,) = drawn(figure).axes
        left, right = axes.get_xlim()
        bottom, top = axes.get_ylim()
        ideal = axes.get_lines()[0]
        for line in axes.get_lines():
            if line is ideal or line.get_linestyle() in ("--", ":"):
                continue
            assert all(left <= x <= right for x in line.get_xdata())
            assert all(bottom <= y <= top for y in line.get_ydata())


def test_cores_are_plain_numbers(figures) -> None:
    for figure in figures:
        (axes,) = drawn(figure).axes
        labels = [label.get_text() for label in axes.get_xticklabels()]
        assert labels
        assert all(re.fullmatch(r"\d+", label) for label in labels)
        y_labels = [label.get_text() for label in axes.get_yticklabels()]
        assert len(y_labels) >= 2 or len(figure.data.rows) < 5
        assert all(re.fullmatch(r"-?\d+(\.\d+)?", label) for label in y_labels)


def test_tick_labels_do_not_touch(figures) -> None:
    for figure in figures:
        canvas = drawn(figure)
        (axes,) = canvas.axes
        boxes = [label.get_window_extent() for label in axes.get_xticklabels()]
        for one, other in zip(boxes, boxes[1:]):
            assert one.x1 < other.x0


def test_the_legend_covers_nothing(figures) -> None:
    for figure in figures:
        (axes,) = drawn(figure).axes
        legend = axes.get_legend().get_window_extent()
        label = axes.xaxis.label.get_window_extent()
        assert legend.y1 <= label.y0 + 1
        assert legend.x0 >= 0
        assert legend.x1 <= axes.figure.bbox.x1
        assert legend.y0 >= 0


def test_efficiency_starts_at_zero(figures) -> None:
    for figure in figures:
        if figure.slug.startswith("efficiency"):
            (axes,) = drawn(figure).axes
            assert axes.get_yscale() == "linear"
            assert axes.get_ylim()[0] == 0
            assert axes.get_ylim()[1] > 100


def test_speedup_has_equal_decades(overview_of) -> None:
    study = overview_of(demonstration()).study
    found = [f for kind in LINE_KINDS for f in kind.make(study)]
    (figure,) = [f for f in found if f.slug == "speedup-strong-pi"]
    (axes,) = drawn(figure).axes
    left, right = axes.get_xlim()
    bottom, top = axes.get_ylim()
    assert right / left == pytest.approx(top / bottom)
    box = axes.get_window_extent()
    assert box.width == pytest.approx(box.height, rel=0.01)


def test_hybrid_points_are_lines_of_equal_threads(overview_of) -> None:
    study = overview_of(demonstration()).study
    figure = time_figure.make(study)[0]
    (axes,) = drawn(figure).axes
    labels = [entry.get_text() for entry in axes.get_legend().get_texts()]
    assert labels == [
        "ideal",
        "1 thread per rank",
        "2 threads per rank",
        "4 threads per rank",
    ]


def test_ranks_against_threads_share_their_base(overview_of) -> None:
    maker = two_points()
    maker.measure(requested(1, 2, 10**6), launches(0.5, 10, 9))
    figure = time_figure.make(overview_of(maker).study)[0]
    lines = {row[0] for row in figure.data.rows if row[3] == 1}
    assert lines == {"1 thread per rank", "1 rank, more threads"}


def test_many_curves_are_several_figures(overview_of) -> None:
    study = overview_of(many_curves()).study
    names = [figure.slug for figure in time_figure.make(study)]
    assert names == ["time-strong-pi-1", "time-strong-pi-2"]


def test_rendering_is_repeatable(overview_of) -> None:
    study = overview_of(two_points()).study
    figure = time_figure.make(study)[0]
    first, second = (render(figure, ["svg", "pdf", "png"]) for _ in range(2))
    assert first == second
    assert first["pdf"].startswith(b"%PDF")
    assert first["png"].startswith(b"\x89PNG")


def test_a_pdf_holds_of_its_font_what_is_drawn_and_nothing_for_shaping(
    overview_of,
) -> None:
    figure = time_figure.make(overview_of(two_points()).study)[0]
    pdf = render(figure, ["pdf"])["pdf"]
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    texts = [zlib.decompress(stream) for stream in streams if stream[:1] == b"x"]
    (font,) = [TTFont(io.BytesIO(t)) for t in texts if t[:4] == b"\0\1\0\0"]
    assert {"T", "i", "m", "e"} <= set(font.getGlyphOrder())
    assert len(font.getGlyphOrder()) < 100
    assert {"GDEF", "GPOS", "GSUB"}.isdisjoint(font.keys())


@pytest.mark.parametrize(("low", "high"), [(0.38, 0.9), (1e-6, 1e6), (99, 101), (1, 9)])
def test_log_ticks(low: float, high: float) -> None:
    ticks = log_ticks(low, high)
    assert 2 <= len(ticks) <= 7
    assert all(low <= tick <= high for tick in ticks)


def test_powers_of_two() -> None:
    assert powers_of_two(0.8, 9) == [1, 2, 4, 8]
    assert powers_of_two(0.8, 70_000)[0] == 1
    assert len(powers_of_two(0.8, 70_000)) <= 8


def test_one_point_is_named_once_and_its_ratio_has_no_interval(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(4, 1, 10**6), launches(1.0, 10, 4))
    study = overview_of(maker).study
    for kind in (speedup_figure, efficiency_figure):
        (figure,) = kind.make(study)
        assert figure.alt.count("at 4 cores") == 1
        assert "points have too few launches for one, or" in figure.caption


def test_a_page_shortens_places_and_no_words() -> None:
    """Numbers that people read stand between tags."""
    svg = b'<svg><path d="M 1.23456 7"/><text x="1.23456">0.125</text></svg>'
    shown = inline_svg(svg, "time", "a figure")
    assert '<path d="M 1.23 7"/><text x="1.23">0.125</text>' in shown


def test_thousands_are_apart_on_an_axis(overview_of) -> None:
    maker = JournalMaker()
    for ranks in (512, 1024, 4096):
        maker.measure(requested(ranks, 1, 10**9), launches(3e6 / ranks, 6, ranks))
    (figure,) = time_figure.make(overview_of(maker).study)
    (axes,) = drawn(figure).axes
    assert "4,096" in [label.get_text() for label in axes.get_xticklabels()]
    assert "1,000" in [label.get_text() for label in axes.get_yticklabels()]


def test_ranks_below_bars_have_the_commas_of_all_numbers(overview_of) -> None:
    maker = JournalMaker()
    for ranks in (512, 1024):
        maker.measure(requested(ranks, 1, 10**9), launches(1 / ranks, 10, ranks))
    (curve,) = overview_of(maker).study.curves
    figure = Canvas()
    parts_figure._draw(figure, curve, parts_figure._bars(curve))
    below = [t.get_text() for axes in figure.axes for t in axes.get_xticklabels()]
    assert "1,024" in below
    assert "1024" not in below
