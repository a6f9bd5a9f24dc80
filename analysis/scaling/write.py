# SPDX-License-Identifier: Apache-2.0
"""Writes the report's folder: the only part of the analysis that changes a disk."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from pathlib import Path

from scaling import digest, parallel
from scaling.digest import make_digest
from scaling.draw.style import PLAIN, Style
from scaling.exports import exports
from scaling.figure import Figure
from scaling.figures import figure_kinds
from scaling.folder import opened_folder, write_whole
from scaling.formats import csv, table_formats
from scaling.marks import mark_figure
from scaling.overview import Overview
from scaling.zipped import zip_equal

FIGURE_FORMATS = ("svg", "pdf", "png")
DOCUMENT_FORMATS = ("html", "md", "tex")
FORMATS = tuple(
    dict.fromkeys(
        (
            *DOCUMENT_FORMATS,
            *(form.SUFFIX for form in table_formats()),
            *(export.FORMAT for export in exports()),
            *FIGURE_FORMATS,
        )
    )
)
"""The words of --format: every form in which something of a report is written."""
INDEX = "files.json"
"""Names every file of the report, so that the next one can remove what it replaces."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def write_report(
    overview: Overview, folder: Path, formats: frozenset[str], style: Style = PLAIN
) -> Path:
    """Writes what `formats` asks for; returns the page, or the folder without one.

    Figures are drawn in our style with what `style` says instead. `folder` is below
    the study's directory; raises OSError.
    """
    with opened_folder(folder) as opened:  # first: to draw takes seconds
        files = make_files(overview, formats, style)
        journal = folder.parent / "journal.jsonl"
        made_from = make_digest(overview, journal, files, sorted(formats))
        files[digest.FILE] = json.dumps(made_from, indent=1).encode() + b"\n"
        index = json.dumps(sorted(files), indent=1).encode() + b"\n"
        _remove_stale(opened, keep=set(files))
        for name, content in {**files, INDEX: index}.items():
            write_whole(opened, name, content)
    return folder / "report.html" if "html" in formats else folder


def make_files(
    overview: Overview, formats: frozenset[str], style: Style = PLAIN
) -> dict[str, bytes]:
    """The content of every file of the report, by its name."""
    parts = [
        lambda: _drawn(overview, formats, style),
        lambda: _tables(overview, formats) | _exports(overview, formats),
    ]
    drawn, rows = parallel.each(lambda make: make(), parts)
    return rows | drawn


def _tables(overview: Overview, formats: frozenset[str]) -> dict[str, bytes]:
    return {
        f"{table.slug}.{form.SUFFIX}": form.render(
            table, overview.findings_of(table)
        ).encode()
        for form in table_formats()
        if form.SUFFIX in formats
        for table in (*overview.tables, *overview.form)
    }


def _exports(overview: Overview, formats: frozenset[str]) -> dict[str, bytes]:
    wanted = [export for export in exports() if export.FORMAT in formats]
    rendered = parallel.each(
        lambda export: _bytes(export.render(overview.study, overview.findings)),
        wanted,
        apart=overview.study.has_many_launches,
    )
    found = zip_equal(wanted, rendered)
    return {export.FILE: content for export, content in found if content is not None}


def _bytes(content: str | bytes | None) -> bytes | None:
    return content.encode() if isinstance(content, str) else content


def _drawn(
    overview: Overview, formats: frozenset[str], style: Style
) -> dict[str, bytes]:
    """The figures, and the documents that hold them or refer to them."""
    if not formats.intersection(FIGURE_FORMATS + DOCUMENT_FORMATS):
        return {}
    wanted = [form for form in FIGURE_FORMATS if form in formats]
    drawn = sorted({*wanted, *(["svg"] if "html" in formats else [])})
    figures = [
        mark_figure(figure, overview.study)
        for kind in figure_kinds()
        for figure in kind.make(overview.study)
    ]
    images = _rendered(figures, drawn, style)
    files: dict[str, bytes] = {}
    for figure, found in zip_equal(figures, images):
        files |= {f"{figure.slug}.{form}": found[form] for form in wanted}
        if "csv" in formats or wanted:
            files[f"{figure.slug}.csv"] = csv.render(figure.data).encode()
    svgs = [found.get("svg", b"") for found in images]
    return files | _documents(overview, figures, svgs, formats)


def _rendered(
    figures: list[Figure], forms: list[str], style: Style
) -> list[dict[str, bytes]]:
    """The figures drawn in every form, which takes most of the time of a report."""
    if not forms:
        return [{} for _ in figures]
    from scaling.draw.render import render

    if "pdf" in forms:
        import scaling.draw.pdf  # noqa: F401  here, once for all the processes

    return parallel.each(lambda figure: render(figure, forms, style), figures)


def _documents(
    overview: Overview,
    figures: list[Figure],
    svgs: list[bytes],
    formats: frozenset[str],
) -> dict[str, bytes]:
    from scaling.report.documents import make_latex, make_markdown
    from scaling.report.page import make_page

    texts: dict[str, str] = {}
    if "html" in formats:
        pictures = list(zip_equal(figures, svgs))
        texts["report.html"] = make_page(overview, pictures)
    if "md" in formats:
        texts |= make_markdown(overview, figures, _first(("svg", "png"), formats))
    if "tex" in formats:
        texts |= make_latex(overview, figures, _first(("pdf", "png"), formats))
    return {name: text.encode() for name, text in texts.items()}


def _first(candidates: tuple[str, ...], formats: frozenset[str]) -> str:
    return next((form for form in candidates if form in formats), "")


def _remove_stale(folder: int, keep: set[str]) -> None:
    """Removes what an earlier report wrote here and this one does not; nothing else."""
    try:
        index = os.open(
            INDEX, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder
        )
        with os.fdopen(index, encoding="utf-8") as file:
            earlier = json.load(file)
    except (OSError, ValueError):
        return
    for name in earlier if isinstance(earlier, list) else []:
        if isinstance(name, str) and _NAME.fullmatch(name) and name not in keep:
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=folder)
