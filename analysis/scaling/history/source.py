# SPDX-License-Identifier: Apache-2.0
"""What was named on the command line: studies, and what each session is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scaling.compare.side import Side, SideError, read_side
from scaling.words.text import clean
from scaling.zipped import zip_equal


@dataclass(frozen=True)
class Source:
    """One session before a point of it is chosen."""

    label: str
    side: Side


@dataclass(frozen=True)
class LeftOut:
    """A study that is no session of the history, and why."""

    label: str
    why: str


@dataclass(frozen=True)
class Sources:
    """`last` is the label of the study that was named last."""

    found: tuple[Source, ...]
    left_out: tuple[LeftOut, ...]
    last: str


PAGE = "history.html"
"""In a folder without a journal: that of an earlier history, which `*/` names too."""


def read_sources(words: Sequence[str]) -> Sources:
    """Of words `STUDY`, `STUDY@COMMIT` or `LABEL=STUDY`; a folder without a journal is
    left out. Raises OSError where there is no such folder."""
    named = [_split(word) for word in words]
    named = [(label, study) for label, study in named if not _is_history(Path(study))]
    labels, found, left_out = _labels(named), [], []
    for (_, study), label in zip_equal(named, labels):
        try:
            found.append(Source(label, read_side(study)))
        except SideError as error:
            left_out.append(LeftOut(label, str(error).partition(": ")[2]))
        except FileNotFoundError:
            if not Path(study).is_dir():
                raise
            left_out.append(LeftOut(label, "there is no journal in it"))
    return Sources(tuple(found), tuple(left_out), labels[-1] if labels else "")


def _is_history(folder: Path) -> bool:
    return (folder / PAGE).exists() and not (folder / "journal.jsonl").exists()


def _split(word: str) -> tuple[str, str]:
    """The label, empty where none is given, and the study; a folder whose own name
    holds a = is taken as it is."""
    label, equals, study = word.partition("=")
    return (label, study) if equals and not Path(word).exists() else ("", word)


def _labels(named: Sequence[tuple[str, str]]) -> list[str]:
    """What is given, or the last part of the paths in which all of them differ; a
    label that is there already gets a number."""
    paths = [Path(study).absolute().parts for label, study in named if not label]
    deepest = min(map(len, paths), default=1)
    telling = (
        back
        for back in range(1, deepest + 1)
        if len({path[-back] for path in paths}) == len(paths)
    )
    back = next(telling, 1)
    parts = iter(paths)
    found: list[str] = []
    for label, _ in named:
        name = clean(label or next(parts)[-back])
        again = sum(name == other for other in found)
        found.append(f"{name} ({again + 1})" if again else name)
    return found
