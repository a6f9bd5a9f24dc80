# SPDX-License-Identifier: Apache-2.0
"""What several tests need: studies made from journals in temporary directories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from journals import JournalMaker, demonstration

from scaling.model.study import make_study
from scaling.overview import Overview, make_overview
from scaling.records.journal import read_journal

# As in harness/CMakeLists.txt: the host of the tests is busy with other tests.
os.environ.setdefault("ASSAY_DISTURBED", "keep")


@pytest.fixture(scope="session")
def overview_of(tmp_path_factory: pytest.TempPathFactory):
    """A function from a JournalMaker to its Overview, by way of a real file."""
    folder = tmp_path_factory.mktemp("overview") / "study"

    def make(maker: JournalMaker) -> Overview:
        journal = read_journal(maker.write(folder) / "journal.jsonl")
        return make_overview(make_study(journal, "study"))

    return make


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the demonstration study; not to be changed."""
    return demonstration().write(tmp_path_factory.mktemp("results") / "demo")
