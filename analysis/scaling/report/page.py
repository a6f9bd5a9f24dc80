# SPDX-License-Identifier: Apache-2.0
"""report.html: one file that needs no other and no network."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from scaling.environment import environment
from scaling.exports import launches_csv
from scaling.figure import Figure
from scaling.formats import csv
from scaling.overview import Overview
from scaling.render_figure import inline_svg
from scaling.report.headlines import headlines
from scaling.report.html import html_environment
from scaling.report.method import method
from scaling.report.verdict import verdict
from scaling.table import Table, is_text, shown
from scaling.text import clean

LARGEST_EMBEDDED_BYTES = 600_000
"""Raw data beyond this stay beside the page, which is to remain below 2 MB."""

_FOLDER = Path(__file__).parent


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
    study = overview.study
    start = study.start
    raw = launches_csv.render(study)
    return {
        "style": Markup((_FOLDER / "report.css").read_text()),
        "overview": overview,
        "study": study,
        "verdict": verdict(overview),
        "headlines": headlines(overview),
        "pictures": [_picture(figure, svg) for figure, svg in figures],
        "tables": [t for t in overview.tables if t.slug not in _AFTER_WARNINGS],
        "later_tables": [t for t in overview.tables if t.slug in _AFTER_WARNINGS],
        "cells": _cells,
        "is_text": is_text,
        "data_url": lambda table: data_url(csv.render(table)),
        "method": method(study),
        "environment": environment(study),
        "raw_url": data_url(raw) if len(raw) <= LARGEST_EMBEDDED_BYTES else "",
        "raw_name": launches_csv.FILE,
        "command": f"./assay run {start.file}" if start and start.file else "",
        "yaml": Markup(escape(_block(start.text))) if start else "",
        "argv": _argv(overview),
    }


_AFTER_WARNINGS = ("failures", "skipped")


def _picture(figure: Figure, svg: bytes) -> Picture:
    alt = str(escape(clean(figure.alt)))
    return Picture(
        figure,
        Markup(inline_svg(svg, figure.slug, alt)),
        data_url(csv.render(figure.data)),
    )


def _cells(table: Table) -> list[list[str]]:
    return [
        [shown(cell, c) for cell, c in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]


def data_url(text: str) -> str:
    """The text as an address that holds its own content."""
    encoded = base64.b64encode(text.encode()).decode()
    return f"data:text/csv;charset=utf-8;base64,{encoded}"


def _block(text: str) -> str:
    """Several lines, each made safe by itself, with its indentation."""
    return "\n".join(
        " " * (len(line) - len(line.lstrip(" "))) + clean(line)
        for line in text.splitlines()
    )


def _argv(overview: Overview) -> str:
    """The command of the launch with the most cores, quoted for a shell."""
    records = [launch.record for p in overview.study.points for launch in p.launches]
    largest = max(records, key=lambda record: record.request.cores, default=None)
    return shlex.join(largest.argv) if largest else ""
