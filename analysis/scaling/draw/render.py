# SPDX-License-Identifier: Apache-2.0
"""A Figure as SVG, PDF or PNG, the same on every machine and on every day."""

from __future__ import annotations

import io
import re

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas

from scaling.draw.style import PLAIN, Style, style_of
from scaling.figure import Figure

PNG_DOTS_PER_INCH = 300
PNG_COMPRESS_LEVEL = 5
"""Of zlib. Its own 6 takes a third longer, for a file of the same size."""

_TAG = re.compile(r"<[^>]*>")
_FINE = re.compile(r"(\d\.\d\d)\d+")
"""Digits of a place beyond a hundredth of a point, which nobody can see; those of words
between the tags are numbers that people read."""


def render(figure: Figure, formats: list[str], own: Style = PLAIN) -> dict[str, bytes]:
    """The figure in each of the formats, in our style with what `own` says instead."""
    with style_of(figure.slug, own):
        canvas = draw(figure)
        return {form: _save(canvas, form) for form in formats}


def draw(figure: Figure) -> Canvas:
    """The figure with its layout settled, which every format would compute again."""
    canvas = Canvas(layout="constrained")
    FigureCanvasAgg(canvas)
    figure.draw(canvas)
    canvas.draw_without_rendering()
    canvas.set_layout_engine("none")
    return canvas


def _save(canvas: Canvas, form: str) -> bytes:
    """What savefig() writes, which would draw everything twice to settle a layout."""
    stream = io.BytesIO()
    canvas.set_dpi(PNG_DOTS_PER_INCH)
    if form == "svg":
        FigureCanvasSVG(canvas).print_svg(stream, metadata={"Date": None})
    elif form == "pdf":
        from scaling.draw.pdf import print_pdf  # slow to load

        print_pdf(canvas, stream)
    else:
        FigureCanvasAgg(canvas).print_png(
            stream, metadata={}, pil_kwargs={"compress_level": PNG_COMPRESS_LEVEL}
        )
    return stream.getvalue()


def inline_svg(svg: bytes, slug: str, alt: str) -> str:
    """An SVG to stand in an HTML page: no prolog, no metadata, ids of its own.

    `alt` must have been escaped for use in an attribute.
    """
    text = svg.decode()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = _TAG.sub(lambda tag: _FINE.sub(r"\1", tag[0]), text)
    text = re.sub(r'\bid="', f'id="{slug}-', text)
    text = re.sub(r'(href="|url\()#', rf"\1#{slug}-", text)
    return text.replace("<svg ", f'<svg role="img" aria-label="{alt}" ', 1)
