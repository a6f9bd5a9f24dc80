# SPDX-License-Identifier: Apache-2.0
"""The bytes of a file as text."""

from __future__ import annotations

import codecs
from pathlib import Path

from scaling.importing.problems import Place, refuse

MOST_BYTES = 64 * 1024 * 1024
_WITH_MARK = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZIPPED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
"""Workbooks of today, those of yesterday, and what gzip writes."""


def read_text(path: Path) -> str:
    """With line ends of Unix; raises OSError, and ImportRefusedError for no text."""
    raw = path.read_bytes()
    place = Place(str(path))
    if raw.startswith(_ZIPPED):
        cure = "Save its sheet as CSV and import that"
        refuse(place, "a workbook or an archive, not text", cure)
    if len(raw) > MOST_BYTES:
        refuse(place, f"over {MOST_BYTES:,} bytes", "Import a table of the times alone")
    text = _decoded(raw)
    if "\0" in text:
        refuse(place, "holds bytes that are no text", "Save it as CSV in UTF-8")
    if not text.strip():
        refuse(place, "the file is empty", "It needs a row for each run or each point")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(raw: bytes) -> str:
    for mark, encoding in _WITH_MARK:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        # Spreadsheets of the West write this where they do not write UTF-8.
        return raw.decode("cp1252", errors="replace")
