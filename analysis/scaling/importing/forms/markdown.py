# SPDX-License-Identifier: Apache-2.0
"""Tables whose lines stand between bars: Markdown, org, and what JUBE prints."""

from __future__ import annotations

import re

from scaling.importing.lines import Line, make_sheet
from scaling.importing.problems import Place, refuse
from scaling.importing.sheet import Sheet

ORDER = 7

_BARS = str.maketrans("│┃║", "|||")
_RULE = re.compile(r"[\s|:+=\-─━┼╋]+")


def read(file: str, text: str) -> Sheet | None:
    """The text around a table is left alone; a second table is refused."""
    lines: list[Line] = []
    last = 0
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.translate(_BARS)
        if not line.lstrip().startswith("|"):
            continue
        if lines and number > last + 1:
            cure = "Import one table a file"
            refuse(Place(file, number, 1), "a second table begins", cure)
        last = number
        if not _RULE.fullmatch(line):
            lines.append(_line(number, line))
    return make_sheet(file, "table between bars", lines) if len(lines) > 1 else None


def _line(number: int, line: str) -> Line:
    fields, starts, last = [], [], -1
    bare = line.rstrip()
    end = len(bare) - 1 if bare.endswith("|") else len(bare)
    for found in re.finditer(r"(?:\\\||[^|])*", bare[bare.index("|") + 1 : end]):
        if found.start() == found.end() == last:
            continue
        last = found.end()
        text = found[0].replace("\\|", "|").strip().strip("`*")
        fields.append(text.strip())
        lead = len(found[0]) - len(found[0].lstrip())
        starts.append(bare.index("|") + 2 + found.start() + lead)
    return Line(number, fields, starts)
