# SPDX-License-Identifier: Apache-2.0
"""One rule a file, as `Warner`. Why it is a rule: see its docstring.

A rule is pure. Its tests are a study that fires it and one that must not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from scaling.plugins import plugins

if TYPE_CHECKING:
    from scaling.finding import Finding
    from scaling.model.study import Study


class Warner(Protocol):
    """A rule: ID is what its findings are called, GRADE one of `finding.GRADES`.

    FIRES says when it has something to say, MEANS in plain words what that means for
    the numbers, CURE what to do: docs/warnings.md and every report have these words.

    It may have CURE_OF_IMPORT, what to do where all numbers are imported, and JUDGES, a
    word for what the report's score asks of the rules.
    """

    ID: str
    GRADE: str
    FIRES: str
    MEANS: str
    CURE: str

    def find(self, study: Study) -> list[Finding]:
        """What a reader must know; empty where the rule has nothing to say."""


def cure_of(rule: Warner, *, is_imported: bool) -> str:
    """What to do: who imported numbers can launch nothing again."""
    own = getattr(rule, "CURE_OF_IMPORT", "") if is_imported else ""
    return own or rule.CURE


def warners() -> tuple[Warner, ...]:
    """All rules, by their IDs."""
    return plugins("warnings")
