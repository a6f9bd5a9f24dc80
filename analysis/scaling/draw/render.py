# SPDX-License-Identifier: Apache-2.0
"""A Figure as SVG, PDF or PNG, the same on every machine and on every day."""

from __future__ import annotations

import io
import re
from contextlib import AbstractContextManager

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas

from scaling.figure import Figure

WIDTH_INCHES = 3.5
"""One column of a two-column paper."""
HEIGHT_INCHES = 2.8
PNG_DOTS_PER_INCH = 300

_STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.labelsize": 8,
    "axes.titlesize": 8,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "legend.fontsize": 7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.7,
    "axes.axisbelow": True,
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "text.parse_math": False,
}

_FINE = re.compile(r"(\d\.\d\d)\d+")
"""Digits of a place beyond a hundredth of a point, which nobody can see."""

_NOT_OURS = ("backend", "backend_fallback", "interactive", "toolbar")


def render(figure: Figure, formats: list[str]) -> dict[str, bytes]:
    """The figure in each of the formats; a user's matplotlibrc has no say."""
    with style(figure.slug):
        canvas = draw(figure)
        return {form: _save(canvas, form) for form in formats}


def style(salt: str) -> AbstractContextManager[None]:
    """While it lasts, matplotlib's settings are ours; `salt` makes the ids of SVG."""
    settings = matplotlib.rcParamsDefault | _STYLE | {"svg.hashsalt": salt}
    return matplotlib.rc_context(
        {name: value for name, value in settings.items() if name not in _NOT_OURS}
    )


def draw(figure: Figure) -> Canvas:
    """The figure with its layout settled, which every format would compute again."""
    canvas = Canvas(figsize=(WIDTH_INCHES, HEIGHT_INCHES), layout="constrained")
    FigureCanvasAgg(canvas)
    figure.draw(canvas)
    canvas.draw_without_rendering()
    canvas.set_layout_engine("none")
    return canvas


def _save(canvas: Canvas, form: str) -> bytes:
    """What savefig() writes, which would draw everything twice to settle a layout."""
    stream = io.BytesIO()
    canvas.set_dpi(PNG_DOTS_PER_INCH)
    canvas.set_facecolor("white")
    if form == "svg":
        FigureCanvasSVG(canvas).print_svg(stream, metadata={"Date": None})
    elif form == "pdf":
        from matplotlib.backends.backend_pdf import FigureCanvasPdf  # slow to load

        FigureCanvasPdf(canvas).print_pdf(stream, metadata={"CreationDate": None})
    else:
        FigureCanvasAgg(canvas).print_png(stream, metadata={})
    return stream.getvalue()


def inline_svg(svg: bytes, slug: str, alt: str) -> str:
    """An SVG to stand in an HTML page: no prolog, no metadata, ids of its own.

    `alt` must have been escaped for use in an attribute.
    """
    text = svg.decode()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = _FINE.sub(r"\1", text)
    text = re.sub(r'\bid="', f'id="{slug}-', text)
    text = re.sub(r'(href="|url\()#', rf"\1#{slug}-", text)
    return text.replace("<svg ", f'<svg role="img" aria-label="{alt}" ', 1)
