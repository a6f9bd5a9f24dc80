# SPDX-License-Identifier: Apache-2.0
"""One kind of figure a file, as `FigureKind`: what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from scaling.plugins import plugins

if TYPE_CHECKING:
    from scaling.figure import Figure
    from scaling.model.study import Study


class FigureKind(Protocol):
    """A kind of figure, made without matplotlib: ORDER is its place in the report."""

    ORDER: int

    def make(self, study: Study) -> list[Figure]:
        """The figures of this kind; empty where the study has nothing for one."""


def figure_kinds() -> tuple[FigureKind, ...]:
    """All kinds in the order of the report, those of `scaling/cards` last."""
    return plugins("figures") + plugins("cards")
