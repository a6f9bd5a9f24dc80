# SPDX-License-Identifier: Apache-2.0
"""A drawn figure as PDF. Loading this takes a tenth of a second."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from fontTools import subset
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure as Canvas

_FOR_SHAPING = ("GDEF", "GPOS", "GSUB")
"""Tables of a font that say which glyphs follow from a text (OpenType 1.9). A PDF says
that itself, and no viewer reads them; to cut them down takes half of the time of a PDF.
"""


def print_pdf(canvas: Canvas, stream: IO[bytes]) -> None:
    """The figure as PDF, without a date; its fonts hold only what is drawn."""
    with _small_fonts():
        FigureCanvasPdf(canvas).print_pdf(stream, metadata={"CreationDate": None})


class _Options(subset.Options):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.drop_tables += _FOR_SHAPING


@contextmanager
def _small_fonts() -> Iterator[None]:
    """While it lasts, fonts are embedded without _FOR_SHAPING.

    matplotlib, which makes the options of fontTools, has no setting for it.
    """
    before = subset.Options
    subset.Options = _Options
    try:
        yield
    finally:
        subset.Options = before
