# SPDX-License-Identifier: Apache-2.0
"""Warnings in plain words: what was found, what it means, what to do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from scaling.finding import GRADES, INFORMATION, Finding
from scaling.overview import Overview
from scaling.warnings import Warner, cure_of, warners
from scaling.words.text import plural

MOST = 3
"""Of the first screen; the others are counted there and stand below."""


@dataclass(frozen=True)
class Alert:
    """All that one rule found; the words about it are the rule's own."""

    id: str
    grade: str
    heading: str
    first: str
    found: tuple[str, ...]
    fires: str
    means: str
    cure: str

    @property
    def what(self) -> str:
        """The first finding, and how many more there are."""
        more = len(self.found) - 1
        return self.first + (f"; {plural(more, 'more finding')}" if more else "")

    @property
    def is_serious(self) -> bool:
        """It bears on a number."""
        return self.grade != INFORMATION


def alerts(overview: Overview) -> list[Alert]:
    """One for each rule that found something, the worst first."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in overview.findings:
        groups[finding.id].append(finding)
    rules = {rule.ID: rule for rule in warners()}
    is_imported = overview.study.is_imported
    return [_alert(rules[id], found, is_imported) for id, found in groups.items()]


def _alert(rule: Warner, found: list[Finding], is_imported: bool) -> Alert:
    texts = tuple(finding.text for finding in found)
    heading = GRADES[rule.GRADE]
    words = rule.FIRES, rule.MEANS, cure_of(rule, is_imported=is_imported)
    return Alert(rule.ID, rule.GRADE, heading, found[0].brief, texts, *words)
