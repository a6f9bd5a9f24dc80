# SPDX-License-Identifier: Apache-2.0
"""Columns set apart by spaces, as terminals show them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaling.importing.lines import Line, is_comment, make_sheet, uncommented
from scaling.importing.sheet import Sheet

ORDER = 10

_GAPS = (r"(?: {2,}| *\t\s*)", r"\s+")
"""Two spaces where a heading or a number holds one, else any."""
_RULE = re.compile(r"[\s=+─━-]{3,}")


def read(file: str, text: str) -> Sheet | None:
    """Rules below a heading are passed over."""
    source = [
        (number, line.rstrip())
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip() and not _RULE.fullmatch(line)
    ]
    for gap in _GAPS:
        lines = list(_lines(source, gap))
        sizes = {len(line.fields) for line in lines if not line.is_comment}
        if len(sizes) == 1 and sizes.pop() > 1:
            return make_sheet(file, "columns between spaces", lines)
    return None


def _lines(source: list[tuple[int, str]], gap: str) -> Iterator[Line]:
    for number, line in source:
        comment = is_comment(line)
        bare, skipped = uncommented(line) if comment else (line, 0)
        fields, starts, at = [], [], len(bare) - len(bare.lstrip())
        while at < len(bare):
            found = re.compile(gap).search(bare, at)
            end = found.start() if found else len(bare)
            fields.append(bare[at:end])
            starts.append(skipped + at + 1)
            at = found.end() if found else len(bare)
        yield Line(number, fields, starts, comment)
