# SPDX-License-Identifier: Apache-2.0
"""What standard output is shown on, and what a terminal can do that a pipe cannot."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

_COLOURS = {"wrong": "31", "uncertain": "33", "chosen": "1"}
"""A colour is used for its meaning only: grades of warnings, the job size."""


@dataclass(frozen=True)
class Screen:
    """`is_rich`: a terminal that knows colours and links."""

    width: int = 80
    is_rich: bool = False
    has_colour: bool = False

    def painted(self, line: str, meaning: str) -> str:
        """The line in the colour of its meaning, where there are colours."""
        colour = _COLOURS.get(meaning) if self.has_colour else None
        return f"\x1b[{colour}m{line}\x1b[0m" if colour else line

    def linked(self, page: Path) -> str:
        """The path, on a terminal as a link to the file (OSC 8)."""
        if not self.is_rich:
            return str(page)
        return f"\x1b]8;;{page.resolve().as_uri()}\x1b\\{page}\x1b]8;;\x1b\\"


def observe_screen() -> Screen:
    """Looks at standard output, and at TERM, NO_COLOR and COLUMNS."""
    width = shutil.get_terminal_size((80, 24)).columns
    is_rich = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return Screen(width, is_rich, is_rich and not os.environ.get("NO_COLOR"))
