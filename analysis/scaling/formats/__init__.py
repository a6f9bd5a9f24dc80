# SPDX-License-Identifier: Apache-2.0
"""One file format for tables a file, as `TableFormat`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from scaling.plugins import plugins

if TYPE_CHECKING:
    from scaling.finding import Finding
    from scaling.table import Table


class TableFormat(Protocol):
    """SUFFIX ends the names of its files, and is the word of --format."""

    SUFFIX: str

    def render(self, table: Table, findings: Sequence[Finding] = ()) -> str:
        """The table as text, with what a reader must know of its points."""


def table_formats() -> tuple[TableFormat, ...]:
    """All formats, by the names of their modules."""
    return plugins("formats")
