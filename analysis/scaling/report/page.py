# SPDX-License-Identifier: Apache-2.0
"""report.html: one file that needs no other and no network."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from markupsafe import Markup, escape

from scaling.draw.render import inline_svg
from scaling.figure import Figure
from scaling.formats import csv, latex, markdown
from scaling.job_size import JobSize
from scaling.model.curve import Row
from scaling.overview import Overview
from scaling.report.alerts import MOST as MOST_ALERTS
from scaling.report.alerts import alerts
from scaling.report.chart import charts
from scaling.report.content import make_content
from scaling.report.html import html_environment, part_of_page, stylesheet
from scaling.report.lead import tree
from scaling.report.limit import advice, of_what
from scaling.report.shared import caption_once, say_once
from scaling.report.verdict import remarks, verdict
from scaling.statistics.median import FEWEST_FOR_INTERVAL
from scaling.table import Table, is_text, shown
from scaling.tidy import LAUNCHES, launches_table
from scaling.utc import minute_of
from scaling.words.glossary import explained
from scaling.words.names import curve_slug
from scaling.words.text import clean, count, plural
from scaling.zipped import zip_equal

LARGEST_PAGE_BYTES = 1_600_000
"""Drawings and data at most; others stay beside the page, which stays below 2 MB."""
MOST_CHARACTERS = 120
"""In a line of a table on paper."""
MOST_EMBEDDED_LAUNCHES = 5_000
"""More launches are never embedded, so that they are not even written out."""

_FOLDER = Path(__file__).parent


_BRACKETS = "Brackets hold 95 % intervals of medians over launches."
_FEW = (
    "A number without one comes from fewer launches than the "
    f"{FEWEST_FOR_INTERVAL} that an interval needs, and proves little."
)
_NONE = (
    f"No number has a 95 % interval, since no point has the {FEWEST_FOR_INTERVAL} "
    "launches that one needs: each number proves little."
)
_DISTURBED = (
    "No number has a 95 % interval, since others disturbed its launches: each proves "
    "little."
)
_CODE = re.compile(r"\bW\d\d\b")
_INTERVAL = re.compile(r"\[[^\[\]]*\]")
_COEFFICIENT = re.compile(r"\b\w+ = [^\s,]+(,\d+)*")
_OPTION = re.compile(r"--[a-z]+(-[a-z]+)*(=\w+)?")
_SEPARATOR = re.compile(r"[/:._](?=\w)")
_HELD = re.compile(r" %|\[[\d.,-]+, [\d.,-]+\]( [mnu]?s\b)?")


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
    size, lead = content["size"], content["lead"]
    links = _links(overview, figures)
    form, form_shared = say_once(_form(overview.form))
    return {
        **content,
        **_opening(overview, size, lead),
        **_alerts(overview),
        "words": _unbreakable,
        "breakable": _breakable,
        "is_dense": _is_dense,
        "form": form,
        "form_shared": form_shared,
        "style": stylesheet(),
        "script": part_of_page("report.js"),
        "pictures_of": lambda section: _pictures(figures, section, links),
        "cells": _cells,
        "unbroken": _unbroken,
        "is_text": is_text,
        "minute": minute_of,
        "count": count,
        "plural": plural,
        "link": links.__getitem__,
        "raw": links[LAUNCHES],
        "raw_name": f"{LAUNCHES}.csv",
        "left_out": _left_out(overview),
        "columns": explained([*([lead] if lead else []), *overview.tables]),
        "yaml": Markup(escape("\n".join(content["yaml_lines"]))),
    }


def _opening(
    overview: Overview, size: JobSize | None, lead: Table | None
) -> Mapping[str, object]:
    """What the first screen shows; nothing of it without a curve that grows."""
    if size is None:
        return {"charts": None, "tree": None}
    return {
        "charts": charts(overview, size),
        "tree": tree(size),
        "advice": advice(size),
        "of_what": of_what(size),
        "picked": size.row.units if size.row else None,
        "all_columns": curve_slug(overview.study, size.curve),
        "of_intervals": _of_intervals(size.curve.fastest),
        "copies": _copies(overview, lead),
    }


def _of_intervals(rows: Sequence[Row]) -> tuple[str, str]:
    """What is said of the intervals of a curve, and of its numbers without one."""
    if all(r.efficiency.low is None and r.point.time_s.low is None for r in rows):
        return _DISTURBED if any(r.point.is_disturbed for r in rows) else _NONE, ""
    has_all = all(row.efficiency.low is not None or row.is_base for row in rows)
    return _BRACKETS, "" if has_all else _FEW


def _copies(overview: Overview, lead: Table) -> list[tuple[str, Markup]]:
    """What the buttons copy, by its form; without a script it is there to be marked."""
    words = " ".join([verdict(overview), *remarks(overview)])
    made = {
        "Text": clean(words),
        "LaTeX": latex.render(lead),
        "CSV": csv.render(lead),
        "Markdown": markdown.render(lead),
    }
    return [(name, Markup(escape(text))) for name, text in made.items()]


def _alerts(overview: Overview) -> Mapping[str, object]:
    found = alerts(overview)
    serious = [alert for alert in found if alert.is_serious]
    return {
        "alerts": found,
        "serious": serious,
        "most_alerts": MOST_ALERTS,
        "shown_alerts": min(MOST_ALERTS, len(serious)),
        "graded_alerts": [
            (heading, list(group))
            for heading, group in groupby(found, key=lambda alert: alert.heading)
        ],
    }


def _form(tables: Sequence[Table]) -> list[Table]:
    """Those with the same rows as one table, under all of their names."""
    found: dict[tuple, list[Table]] = {}
    for table in tables:
        found.setdefault((table.notes[:1], table.columns, table.rows), []).append(table)
    return [
        replace(
            alike[0],
            title=" and ".join(dict.fromkeys(table.title for table in alike)),
            notes=tuple(dict.fromkeys(note for table in alike for note in table.notes)),
        )
        for alike in found.values()
    ]


def _left_out(overview: Overview) -> str:
    failed, skipped = overview.study.in_no_number, len(overview.study.skipped)
    parts = [failed] if failed else []
    parts += [plural(skipped, "skipped point")] if skipped else []
    return ", ".join(parts) or "none"


def _links(overview: Overview, figures: list[tuple[Figure, bytes]]) -> dict[str, str]:
    """Addresses: the smallest data stand in the page itself, the others beside it."""
    data = {figure.slug: csv.render(figure.data) for figure, _ in figures}
    data |= {t.slug: csv.render(t) for t in (*overview.tables, *overview.form)}
    launches = sum(len(point.launches) for point in overview.study.points)
    if launches <= MOST_EMBEDDED_LAUNCHES:
        data[LAUNCHES] = csv.render(launches_table(overview.study))
    room = LARGEST_PAGE_BYTES - sum(len(svg) for _, svg in figures)
    links = {LAUNCHES: f"{LAUNCHES}.csv"}
    for name, text in sorted(data.items(), key=lambda item: len(item[1])):
        # Four characters for three bytes.
        room -= len(text) * 4 // 3
        links[name] = data_url(text) if room >= 0 else f"{name}.csv"
    return links


def _pictures(
    figures: list[tuple[Figure, bytes]], section: str, links: Mapping[str, str]
) -> tuple[list[Picture], tuple[str, ...]]:
    """Those of a section, and what captions of one sort all say."""
    own = [(figure, svg) for figure, svg in figures if figure.section == section]
    captioned, said = caption_once([figure for figure, _ in own])
    drawn = zip_equal(captioned, (svg for _, svg in own))
    return [_picture(figure, svg, links[figure.slug]) for figure, svg in drawn], said


def _picture(figure: Figure, svg: bytes, link: str) -> Picture:
    alt = str(escape(clean(figure.alt)))
    return Picture(figure, Markup(inline_svg(svg, figure.slug, alt)), link)


def _unbreakable(words: str) -> Markup:
    """A number and its percent sign stay on one line, and so does an interval with the
    unit behind it, and an option of a command, whatever hyphens are in it."""
    held = _HELD.sub(lambda found: found[0].replace(" ", "\u00a0"), clean(words))
    return Markup(_OPTION.sub(_whole, str(escape(held))))


def _whole(found: re.Match[str]) -> str:
    return f'<span class="whole">{found[0]}</span>'


def _breakable(words: str) -> Markup:
    """A path or a name may go on in the next line behind its separators."""
    return Markup(_SEPARATOR.sub(r"\g<0><wbr/>", str(escape(clean(words)))))


def _is_dense(rows: Sequence[Sequence[Markup]]) -> bool:
    """On paper it is as wide as the page: intervals go below their values."""
    widest = (max(len(x.striptags()) for x in column) for column in zip_equal(*rows))
    return sum(widest) > MOST_CHARACTERS


def _cells(table: Table) -> list[list[Markup]]:
    return [
        [
            _linked(shown(cell, c))
            if c.name in WITH_CODES
            else _unbroken(shown(cell, c))
            for cell, c in zip_equal(row, table.columns)
        ]
        for row in table.rows
    ]


WITH_CODES = ("flags", "lost_to")
"""Columns that name warnings, which the page explains under their codes."""


def _linked(words: str) -> Markup:
    return Markup(_CODE.sub(r'<a href="#\g<0>">\g<0></a>', str(_unbreakable(words))))


def _unbroken(words: str) -> Markup:
    """An interval stays on one line, below its value where there is no room beside; so
    does a coefficient with its number, which may have a hyphen."""
    return Markup(
        _INTERVAL.sub(
            lambda found: f'<span class="interval">{found[0]}</span>',
            _COEFFICIENT.sub(_whole, str(escape(clean(words)))),
        )
    )


def data_url(text: str) -> str:
    """The text as an address that holds its own content."""
    encoded = base64.b64encode(text.encode()).decode()
    return f"data:text/csv;charset=utf-8;base64,{encoded}"
