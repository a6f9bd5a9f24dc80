# SPDX-License-Identifier: Apache-2.0
"""One kind of table a file, as `TableKind`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from scaling.plugins import plugins

if TYPE_CHECKING:
    from scaling.finding import Finding
    from scaling.model.study import Study
    from scaling.table import Table


class TableKind(Protocol):
    """A kind of table: ORDER is its place in the report."""

    ORDER: int

    def make(self, study: Study, findings: Sequence[Finding]) -> list[Table]:
        """The tables of this kind; empty where the study has nothing for one."""


def table_kinds() -> tuple[TableKind, ...]:
    """All kinds, in the order of the report."""
    return plugins("tables")
