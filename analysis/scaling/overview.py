# SPDX-License-Identifier: Apache-2.0
"""What a study is shown from: itself, its findings and its tables."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scaling.finding import Finding, concerning, find_all
from scaling.form import form_tables
from scaling.marks import mark_table
from scaling.model.study import Study, make_study
from scaling.records.journal import read_journal
from scaling.table import Table, without_idle_marks
from scaling.tables import table_kinds


@dataclass(frozen=True)
class Overview:
    """Made once, then only read, by the terminal and by the report."""

    study: Study
    findings: tuple[Finding, ...]
    tables: tuple[Table, ...]

    @cached_property
    def form(self) -> tuple[Table, ...]:
        """The proposal form's view of the same numbers; not for the terminal."""
        return tuple(finished(t, self.study) for t in form_tables(self.study))

    def findings_of(self, table: Table) -> tuple[Finding, ...]:
        """What is printed under a table."""
        return concerning(self.findings, set(table.points))


def read_overview(directory: Path) -> Overview:
    """The overview of `directory`/journal.jsonl; raises OSError if it is unreadable."""
    journal = read_journal(directory / "journal.jsonl")
    # It stays until the end: no later collection need look at millions of values.
    gc.freeze()
    return make_overview(make_study(journal, directory.resolve().name))


def make_overview(study: Study) -> Overview:
    """Applies every rule and every kind of table."""
    findings = find_all(study)
    tables = (t for kind in table_kinds() for t in kind.make(study, findings))
    return Overview(study, findings, tuple(finished(t, study) for t in tables))


def finished(table: Table, study: Study) -> Table:
    """As it is shown: marked, and its headings speak of no interval where none is."""
    return mark_table(without_idle_marks(table), study)
