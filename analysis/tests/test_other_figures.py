# SPDX-License-Identifier: Apache-2.0
"""F4 to F8 and the laws: drawn when the data allow it, with nothing out of place."""

from __future__ import annotations

import csv
import io
import math
import random
from functools import cache

import pytest
from journals import JournalMaker, demonstration, launches, requested, uneven
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from test_figures import LINE_KINDS

from scaling.draw.style import style_of
from scaling.figures import backends as backends_figure
from scaling.figures import convergence as convergence_figure
from scaling.figures import cost as cost_figure
from scaling.figures import efficiency_map as efficiency_map_figure
from scaling.figures import isoefficiency as isoefficiency_figure
from scaling.figures import law as law_figure
from scaling.figures import metrics as metrics_figure
from scaling.figures import models as models_figure
from scaling.figures import order as order_figure
from scaling.figures import parts as parts_figure
from scaling.figures import ranks as ranks_figure
from scaling.figures.convergence import Mark, marks_of, slope
from scaling.formats import csv as csv_format
from scaling.model.curve import make_curves
from scaling.plugins import plugins
from scaling.records.result import Estimate

W = 2_000_000
KINDS = (
    parts_figure,
    ranks_figure,
    efficiency_map_figure,
    order_figure,
    convergence_figure,
    cost_figure,
    law_figure,
    isoefficiency_figure,
)


def everything() -> JournalMaker:
    """A hybrid grid to 32 cores, sizes and seeds, imbalance."""
    maker = demonstration(64)
    for samples in (10**5, 10**6, 10**7):
        for seed in range(4):
            request = requested(1, 1, samples, seed=f"0x{seed + 1}")
            maker.measure(request, launches(0.2, 3, seed), ("other",))
    for samples in (10**6, 10**7, 10**8):
        for ranks in (1, 2, 4):
            request = requested(ranks, 1, samples, kernel="fill")
            t = samples / 1e7 / ranks + 0.1 * (ranks - 1)
            maker.measure(request, launches(t, 6, ranks))
    for ranks in (1, 4, 200):
        request = requested(ranks, 1, 10**8, kernel="transport")
        uneven(maker, request, [[0.5] * (ranks - 1) + [1.0]] * 7, 6)
    return maker


def large() -> JournalMaker:
    """Simulated, to 4096 ranks."""
    maker = JournalMaker(until=0.1)
    for k in range(13):
        request = requested(
            2**k, 1, 10**9, nodes=max(1, 2**k // 64), launcher="simulate"
        )
        t = 0.05 + 100 / 2**k
        maker.measure(request, launches(t, 6, k))
    return maker


@pytest.fixture(
    scope="module", params=(everything, large), ids=lambda make: make.__name__
)
def figures(request, overview_of):
    study = overview_of(request.param()).study
    found = [figure for kind in KINDS for figure in kind.make(study)]
    assert len(found) >= 4
    return found


@cache
def drawn(figure) -> Canvas:
    with style_of(figure.slug):
        canvas = Canvas(layout="constrained")
        FigureCanvasAgg(canvas)
        figure.draw(canvas)
        canvas.draw_without_rendering()
    return canvas


def test_all_kinds_are_tested_here_or_as_lines() -> None:
    # test_program, test_backends, test_metric_curves
    drawn_elsewhere = {models_figure, backends_figure, metrics_figure}
    assert set(plugins("figures")) == {*KINDS, *LINE_KINDS, *drawn_elsewhere}


def test_every_number_is_finite(figures) -> None:
    for figure in figures:
        rows = list(csv.reader(io.StringIO(csv_format.render(figure.data))))
        assert len(rows) > 1
        for row in rows[1:]:
            assert all(math.isfinite(float(cell)) for cell in row if cell), figure.slug


def test_everything_is_on_the_paper(figures) -> None:
    for figure in figures:
        canvas = drawn(figure)
        box = canvas.bbox
        for axes in canvas.axes:
            found = axes.get_tightbbox()
            assert found.x0 >= -1, figure.slug
            assert found.x1 <= box.x1 + 1, figure.slug
            assert found.y0 >= -1, figure.slug
            assert found.y1 <= box.y1 + 1, figure.slug
            if axes.axison:  # axes for a legend alone have none
                assert axes.get_window_extent().height > 0.12 * box.height


def test_no_legend_covers_words(figures) -> None:
    for figure in figures:
        drawn_axes = drawn(figure).axes
        legends = [axes.get_legend() for axes in drawn_axes if axes.get_legend()]
        words = [
            text
            for axes in drawn_axes
            if axes.axison
            for text in (axes.xaxis.label, *axes.get_xticklabels())
            if text.get_text()
        ]
        for legend in legends:
            box = legend.get_window_extent()
            for text in words:
                found = text.get_window_extent()
                assert not box.overlaps(found), (figure.slug, text.get_text())


def test_labels_do_not_touch(figures) -> None:
    for figure in figures:
        for axes in drawn(figure).axes:
            labels = [x for x in axes.get_xticklabels() if x.get_text()]
            if any(label.get_rotation() for label in labels):
                continue
            boxes = [label.get_window_extent() for label in labels]
            left, right = axes.get_window_extent().intervalx
            boxes = [b for b in boxes if left - 1 <= (b.x0 + b.x1) / 2 <= right + 1]
            for one, other in zip(boxes, boxes[1:]):
                assert one.x1 <= other.x0, figure.slug


def test_no_text_is_markup(figures) -> None:
    for figure in figures:
        for axes in drawn(figure).axes:
            labels = [*axes.get_xticklabels(), *axes.get_yticklabels()]
            assert not any("$" in label.get_text() for label in labels), figure.slug


def test_nothing_is_drawn_where_the_data_do_not_allow_it(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), [1.0, 1.1])
    study = overview_of(maker).study
    assert [figure for kind in KINDS for figure in kind.make(study)] == []


def test_parts_add_up(overview_of) -> None:
    study = overview_of(everything()).study
    (figure, *_) = parts_figure.make(study)
    for row in figure.data.rows:
        assert sum(row[2:5]) == pytest.approx(1, abs=1e-6)
    heights = [bar.get_height() for bar in drawn(figure).axes[0].patches]
    assert sum(heights) == pytest.approx(100 * len(figure.data.rows), rel=1e-6)


def test_bars_of_a_large_study_are_few(overview_of) -> None:
    (figure,) = parts_figure.make(overview_of(large()).study)
    assert len(figure.data.rows) <= parts_figure.MOST_BARS
    assert figure.data.rows[-1][0] == 4096


def test_the_map_joins_equal_cores_and_hatches_gaps(overview_of) -> None:
    maker = JournalMaker()
    for ranks, threads in ((1, 1), (2, 1), (1, 2), (4, 1), (1, 4)):
        t = 1 / (ranks * threads)
        maker.measure(requested(ranks, threads, W), launches(t, 6, ranks + threads))
    (figure,) = efficiency_map_figure.make(overview_of(maker).study)
    axes = drawn(figure).axes[0]
    texts = {text.get_text() for text in axes.texts}
    assert {"2 cores", "4 cores"} <= texts
    assert len(axes.patches) == 4, "of nine pairs, five were measured"
    assert axes.images[0].get_clim()[0] == 0


def test_order_flags_and_keeps_outliers(overview_of) -> None:
    maker = JournalMaker()
    times = [1 + 0.001 * (i % 5) for i in range(11)] + [1.5]
    maker.measure(requested(1, 1, W), times)
    (figure,) = order_figure.make(overview_of(maker).study)
    assert [row[4] for row in figure.data.rows] == [0] * 11 + [1]
    assert figure.data.rows[-1][2] == 12


def test_the_front_is_what_nothing_beats(overview_of) -> None:
    maker = JournalMaker()
    for ranks, t in ((1, 1.0), (2, 0.5), (4, 0.6), (8, 0.2)):
        maker.measure(requested(ranks, 1, W), [t] * 6)
    (curve,) = make_curves(overview_of(maker).study.points, "strong")
    # One and two cores cost the same core-second: two are faster. Four beat nothing.
    assert [row.units for row in cost_figure.front(list(curve.measured))] == [2, 8]


def test_one_value_for_each_seed_and_size() -> None:
    def estimate(off: float) -> Estimate:
        return Estimate(3 + off, 3.0, 0.1)

    errors = {100: {"0x1": estimate(0.3), "0x2": estimate(-0.4)}}
    (mark,) = marks_of(errors)
    assert (mark.seeds, mark.expected) == (2, pytest.approx(0.1))
    assert mark.rmse == pytest.approx((0.125) ** 0.5)
    low, high = mark.interval
    assert low < mark.rmse < high
    assert marks_of({100: {"0x1": estimate(0.0)}}) == []


def test_slope_of_the_law() -> None:
    marks = [Mark(10**k, 20, 10 ** (-k / 2), 1.0) for k in range(4, 9)]
    found, error = slope(marks)
    assert found == pytest.approx(-0.5)
    # SE = sqrt(1 / (2 K sum (ln n - mean)^2)); the sum is 10 (ln 10)^2.
    assert error == pytest.approx((1 / (40 * 10 * math.log(10) ** 2)) ** 0.5)


@pytest.mark.parametrize(("power", "word"), [(0.5, "agrees"), (0.2, "DIFFERS")])
def test_convergence_is_judged(overview_of, power: float, word: str) -> None:
    maker, rng = JournalMaker(), random.Random(1)
    for k in range(4, 9):
        for seed in range(20):
            request = requested(1, 1, 10**k, seed=f"0x{seed}")
            off = rng.gauss(0, 1) * 0.41 * 10 ** (4 * 0.5 + (k - 4) * (1 - power))
            hits = round(10**k * math.pi / 4 + off)
            maker.measure(request, [0.2], ("other",), hits=hits)
    (figure,) = convergence_figure.make(overview_of(maker).study)
    assert word in figure.caption


def test_the_law_ends_where_it_must(overview_of) -> None:
    (figure,) = law_figure.make(overview_of(large()).study)
    cores = [row[0] for row in figure.data.rows]
    assert max(cores) == pytest.approx(4 * 4096)
    assert {row[4] for row in figure.data.rows if row[0] > 4097} == {1}
    assert "Fitted, not measured" in figure.caption
