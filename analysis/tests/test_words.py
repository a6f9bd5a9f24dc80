# SPDX-License-Identifier: Apache-2.0
"""Numbers and names as every table, figure and sentence has them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from journals import JournalMaker, demonstration, launches, requested

from scaling.figures import time as time_figure
from scaling.report.shared import caption_once
from scaling.statistics.measured import Measured
from scaling.words.text import centre, measured, number, percents, rounded


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (1e7, 2, "1e7"),
        (5.7e8, 2, "5.7e8"),
        (6.4e-5, 2, "6.4e-5"),
        (1e-6, 1, "1e-6"),
        (2876.22, 3, "2,876"),
        (0.0123, 3, "0.0123"),
        (-2876.0, 3, "-2,876"),
        (0.0, 3, "0"),
        (0.9996, 3, "1.00"),
        (9.996, 3, "10.0"),
        (99.96, 3, "100"),
    ],
)
def test_a_number_has_no_zeros_around_its_e_and_its_thousands_apart(
    value: float, digits: int, shown: str
) -> None:
    assert number(value, digits) == shown


def test_values_with_intervals_have_thousands_apart() -> None:
    value = Measured(50105.0, 49721.0, 50677.0)
    assert measured(value) == "50,105 [49,721, 50,677]"
    assert centre(value) == "50,105"


def test_what_a_number_shows_can_be_computed_with() -> None:
    assert rounded(2876.22, 4) == 2876.0
    assert rounded(0.0644921, 4) == 0.06449


def test_percents_have_their_sign_apart() -> None:
    assert percents(0.1666) == "17 %"


def test_a_point_is_named_by_what_its_program_does_not_tell(overview_of) -> None:
    maker = JournalMaker("models")
    for kernel, samples, parameters in (
        ("pi", 10**8, {"coordinate_bits": 32}),
        ("dask", 10**5, {}),
    ):
        for ranks in (1, 2):
            request = requested(ranks, 1, samples, kernel=kernel, parameters=parameters)
            maker.measure(request, launches(1 / ranks, 6, ranks))
    study = overview_of(maker).study
    assert [study.label(point.request) for point in study.points] == [
        "1x1 (pi)", "2x1 (pi)", "1x1 (dask)", "2x1 (dask)",
    ]  # fmt: skip


def test_sentences_of_captions_that_are_alike_stand_once(overview_of) -> None:
    found = time_figure.make(overview_of(demonstration()).study)
    assert len(found) == 2
    left, said = caption_once(found)
    (words,) = said
    assert words.startswith("Time: Median over launches with its exact 95 % interval;")
    for before, after in zip(found, left):
        assert "Median over launches" in before.caption
        assert "Median over launches" not in after.caption
        assert after.caption.startswith(before.caption[:20])


def test_a_caption_of_its_own_sort_stays(overview_of) -> None:
    (strong, weak) = time_figure.make(overview_of(demonstration()).study)
    other = replace(weak, title="Rate: pi")
    assert caption_once([strong, other]) == ((strong, other), ())
