# SPDX-License-Identifier: Apache-2.0
"""Writes the report's folder: the only part of the analysis that changes a disk."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from scaling.formats import csv
from scaling.overview import Overview
from scaling.plugins import plugins

FIGURE_FORMATS = ("svg", "pdf", "png")
INDEX = "files.json"
"""Names every file of the report, so that the next one can remove what it replaces."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def write_report(overview: Overview, folder: Path, formats: frozenset[str]) -> Path:
    """Writes what `formats` asks for; returns the page, or the folder without one."""
    folder.mkdir(exist_ok=True)
    files = _tables(overview, formats) | _exports(overview, formats)
    files |= _figures(overview, formats)
    _remove_stale(folder, keep=set(files))
    for name, content in files.items():
        _write(folder / name, content)
    _write(folder / INDEX, json.dumps(sorted(files), indent=1).encode() + b"\n")
    return folder / "report.html" if "html" in formats else folder


def _tables(overview: Overview, formats: frozenset[str]) -> dict[str, bytes]:
    return {
        f"{table.slug}.{form.SUFFIX}": form.render(
            table, overview.findings_of(table)
        ).encode()
        for form in plugins("formats")
        if form.SUFFIX in formats
        for table in overview.tables
    }


def _exports(overview: Overview, formats: frozenset[str]) -> dict[str, bytes]:
    return {
        export.FILE: export.render(overview.study).encode()
        for export in plugins("exports")
        if export.FORMAT in formats
    }


def _figures(overview: Overview, formats: frozenset[str]) -> dict[str, bytes]:
    wanted = [form for form in FIGURE_FORMATS if form in formats]
    drawn = sorted({*wanted, *(["svg"] if "html" in formats else [])})
    files: dict[str, bytes] = {}
    if not drawn:
        return files
    from scaling.render_figure import render

    svgs = []
    for kind in plugins("figures"):
        for figure in kind.make(overview.study):
            images = render(figure, drawn)
            files |= {f"{figure.slug}.{form}": images[form] for form in wanted}
            if "csv" in formats or wanted:
                files[f"{figure.slug}.csv"] = csv.render(figure.data).encode()
            svgs.append((figure, images.get("svg", b"")))
    if "html" in formats:
        from scaling.report.page import make_page

        files["report.html"] = make_page(overview, svgs).encode()
    return files


def _remove_stale(folder: Path, keep: set[str]) -> None:
    """Removes what an earlier report wrote here and this one does not; nothing else."""
    try:
        earlier = json.loads((folder / INDEX).read_text())
    except (OSError, ValueError):
        return
    for name in earlier if isinstance(earlier, list) else []:
        if isinstance(name, str) and _NAME.fullmatch(name) and name not in keep:
            (folder / name).unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """A reader finds the old file or the new one, never a part."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
