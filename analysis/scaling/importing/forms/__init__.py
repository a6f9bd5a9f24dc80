# SPDX-License-Identifier: Apache-2.0
"""One form of file a module, as `Form`: to read another is to add its one file."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from scaling.importing.decode import read_text
from scaling.importing.problems import Place, refuse
from scaling.importing.sheet import Sheet
from scaling.plugins import plugins


class Form(Protocol):
    """Forms are tried by their ORDER: what is plainest to know comes first."""

    ORDER: int

    def read(self, file: str, text: str) -> Sheet | None:
        """The file's rows; None where it has another form."""


def read_sheet(path: Path) -> Sheet:
    """Raises OSError and ImportRefusedError."""
    text = read_text(path)
    for form in plugins("importing.forms"):
        sheet = form.read(str(path), text)
        if sheet is not None:
            return sheet
    return refuse(
        Place(str(path)),
        "no table is seen in it: its lines do not have the same fields",
        "Import CSV with a heading, or name what to read from a log: --pattern",
    )
