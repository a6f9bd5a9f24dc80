# SPDX-License-Identifier: Apache-2.0
"""report.html: one file that needs no other and no network."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from scaling.draw.render import inline_svg
from scaling.figure import Figure
from scaling.formats import csv
from scaling.overview import Overview
from scaling.report.content import make_content
from scaling.report.html import html_environment
from scaling.table import Table, is_text, shown
from scaling.tidy import LAUNCHES, launches_table
from scaling.words.text import clean
from scaling.zipped import zip_equal

LARGEST_PAGE_BYTES = 1_600_000
"""Drawings and data at most; others stay beside the page, which stays below 2 MB."""
MOST_EMBEDDED_LAUNCHES = 5_000
"""More launches are never embedded, so that they are not even written out."""

_FOLDER = Path(__file__).parent


_INTERVAL = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True)
class Picture:
    """A figure with its drawing, ready to stand in the page."""

    figure: Figure
    svg: Markup
    csv: str


def make_page(overview: Overview, figures: list[tuple[Figure, bytes]]) -> str:
    """The whole page; every text from the journal is cleaned and escaped."""
    template = html_environment(_FOLDER).get_template("report.html.j2")
    return template.render(_content(overview, figures))


def _content(
    overview: Overview, figures: list[tuple[Figure, bytes]]
) -> Mapping[str, object]:
    content = make_content(overview, [figure for figure, _ in figures])
    data = {figure.slug: csv.render(figure.data) for figure, _ in figures}
    data |= {t.slug: csv.render(t) for t in (*overview.tables, *overview.form)}
    launches = sum(len(point.launches) for point in overview.study.points)
    if launches <= MOST_EMBEDDED_LAUNCHES:
        data[LAUNCHES] = csv.render(launches_table(overview.study))
    room = LARGEST_PAGE_BYTES - sum(len(svg) for _, svg in figures)
    links = {LAUNCHES: f"{LAUNCHES}.csv", **_links(data, room)}
    return {
        **content,
        "style": Markup((_FOLDER / "report.css").read_text()),
        "pictures_of": lambda section: [
            _picture(figure, svg, links[figure.slug])
            for figure, svg in figures
            if figure.section == section
        ],
        "cells": _cells,
        "unbroken": _unbroken,
        "is_text": is_text,
        "link": links.__getitem__,
        "raw": links[LAUNCHES],
        "raw_name": f"{LAUNCHES}.csv",
        "yaml": Markup(escape("\n".join(content["yaml_lines"]))),
    }


def _links(data: Mapping[str, str], room: int) -> dict[str, str]:
    """Addresses: the smallest data stand in the page itself, the others beside it."""
    links = {}
    for name, text in sorted(data.items(), key=lambda item: len(item[1])):
        # Four characters for three bytes.
        room -= len(text) * 4 // 3
        links[name] = data_url(text) if room >= 0 else f"{name}.csv"
    return links


def _picture(figure: Figure, svg: bytes, link: str) -> Picture:
    alt = str(escape(clean(figure.alt)))
    return Picture(figure, Markup(inline_svg(svg, figure.slug, alt)), link)


def _cells(table: Table) -> list[list[Markup]]:
    return [
        [_unbroken(shown(cell, c)) for cell, c in zip_equal(row, table.columns)]
        for row in table.rows
    ]


def _unbroken(words: str) -> Markup:
    """An interval stays on one line, below its value where there is no room beside."""
    return Markup(
        _INTERVAL.sub(
            lambda found: f'<span class="interval">{found[0]}</span>',
            str(escape(clean(words))),
        )
    )


def data_url(text: str) -> str:
    """The text as an address that holds its own content."""
    encoded = base64.b64encode(text.encode()).decode()
    return f"data:text/csv;charset=utf-8;base64,{encoded}"
