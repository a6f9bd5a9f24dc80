# SPDX-License-Identifier: Apache-2.0
"""One export a file, as `Export`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from scaling.plugins import plugins

if TYPE_CHECKING:
    from scaling.finding import Finding
    from scaling.model.study import Study


class Export(Protocol):
    """FILE is what it writes in the report's folder, FORMAT the word of --format."""

    FILE: str
    FORMAT: str

    def render(self, study: Study, findings: Sequence[Finding]) -> str | bytes | None:
        """The content of the file; bytes where the format is no text, None where the
        study has nothing for it."""


def exports() -> tuple[Export, ...]:
    """All exports, by the names of their modules."""
    return plugins("exports")
