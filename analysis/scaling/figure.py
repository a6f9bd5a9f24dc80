# SPDX-License-Identifier: Apache-2.0
"""A figure as a value: its words, its data, and how to draw it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scaling.statistics.measured import Measured
from scaling.table import Columns, Table, table_of

if TYPE_CHECKING:
    from scaling.model.curve import Curve


@dataclass(frozen=True)
class Figure:
    """`draw` fills an empty matplotlib Figure, and imports only when it is called.

    `section` is the part of the report that it belongs to, `curves` are those whose
    points it shows.
    """

    slug: str
    title: str
    caption: str
    alt: str
    data: Table
    draw: Callable[[Any], None]
    section: str = "figures"
    curves: tuple[Curve, ...] = ()


def make_figure(
    slug: str,
    title: str,
    caption: str,
    alt: str,
    columns: Columns,
    draw: Callable[[Any], None],
    curves: Iterable[Curve] = (),
) -> Figure:
    """A figure whose data are these columns, under its own slug and title."""
    words = caption + _of_no_interval(columns)
    data = table_of(slug, title, columns)
    return Figure(slug, title, words, alt, data, draw, curves=tuple(curves))


def _of_no_interval(columns: Columns) -> str:
    """Captions speak of intervals, for which points may have too few launches."""
    cells = [cell for _, cells in columns for cell in cells]
    values = [cell for cell in cells if isinstance(cell, Measured)]
    if not values or any(value.low is not None for value in values):
        return ""
    return (
        " No interval is shown: points have too few launches for one, or are the base "
        "itself."
    )
