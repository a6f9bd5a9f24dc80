# SPDX-License-Identifier: Apache-2.0
"""Every command line of a page is run here, or the page says why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import (
    PROGRAM,
    ROOT,
    Block,
    Example,
    differences,
    examples,
    fault,
    make_clone,
    missing,
    unmarked,
)
from test_docs import PAGES, as_ids

RUN = [page for page in PAGES if any(examples(page.read_text()))]


@pytest.mark.parametrize("page", PAGES, ids=as_ids)
def test_every_block_is_run_or_says_why_not(page: Path) -> None:
    assert unmarked(page.read_text()) == []


@pytest.mark.skipif(not PROGRAM.exists(), reason="assay is not built in build/release")
@pytest.mark.parametrize("page", RUN, ids=as_ids)
def test_commands_do_what_is_shown(page: Path, tmp_path: Path) -> None:
    make_clone(tmp_path)
    faults, lacking = [], set()
    for example in examples(page.read_text()):
        lacks = missing(example)
        lacking.update(lacks)
        faults += [] if lacks else [fault(example, tmp_path)]
    if wrong := [one for one in faults if one]:
        pytest.fail("\n".join(wrong))  # whole: an assertion would shorten it
    if lacking:
        pytest.skip(f"the rest passed; not here: {', '.join(sorted(lacking))}")


def example(commands: str, output: str, *words: str) -> Example:
    shown = Block("text", output, None, (), (0, 0))
    return Example(Block("sh", commands, "run", words, (0, 0)), (shown,))


def test_what_is_not_marked_is_found() -> None:
    page = "\n".join(
        [
            "<!-- run -->\n```sh\ngood\n```\nprints\n```text\ngood output\n```",
            "<!-- not run: it takes hours -->\n```sh\ngood too\n```",
            "```text\nof nothing\n```",
            "<!-- not run: -->\n```sh\nno reason\n```",
            "```sh\nbad\n```\n```\nworse\n```\n```yaml\nstudy: s\n```",
        ]
    )
    assert unmarked(page) == ["of nothing", "no reason", "bad", "worse"]
    assert [one.commands.text for one in examples(page)] == ["good\n"]


def test_what_comes_out_differently_is_found(tmp_path: Path) -> None:
    assert fault(example("echo in 1.5 s; echo b  c", "b c\nin 2 s\n"), tmp_path) == ""
    assert "a 1" in fault(example("echo a 2", "a 1\n"), tmp_path)
    assert "code 3" in fault(example("exit 3", ""), tmp_path)
    assert fault(example("exit 3", "", "exit 3"), tmp_path) == ""
    assert "code 1" in fault(example("false; true", ""), tmp_path)
    alone = example("touch a.yaml\ntest ! -e a.yaml", "", "each alone")
    assert fault(alone, tmp_path) == ""
    assert differences(example("", "a\nb\n", "first 1 lines"), "a\n") == []
    assert missing(example("", "", "needs no_such_thing", "needs sh")) == [
        "no_such_thing"
    ]


def test_pages_run_something() -> None:
    assert ROOT / "README.md" in RUN
    assert sum(len(list(examples(page.read_text()))) for page in RUN) > 20
