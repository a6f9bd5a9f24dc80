# SPDX-License-Identifier: Apache-2.0
"""The order of sessions: by date, by their commits, or by their tags."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence

from scaling.compare.side import SideError
from scaling.history.session import Session
from scaling.words.text import clean

GIVEN, DATE, COMMIT, TAG = "given", "date", "commit", "tag"
ORDERS = (DATE, COMMIT, TAG, GIVEN)

_HASH = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{7,40}(?![0-9A-Za-z])")
_PART = re.compile(r"\d+|[A-Za-z]+")


def in_order(sessions: Sequence[Session], by: str) -> tuple[list[Session], str]:
    """The sessions, and by what they are sorted: unless told by their dates, where all
    have one. Raises SideError where they cannot be sorted as told."""
    by = by or (DATE if all(s.date for s in sessions) else GIVEN)
    if by == DATE:
        if missing := [s.label for s in sessions if not s.date]:
            raise SideError(
                f"--by date: {missing[0]} has no date; call it by one, "
                "2026-01-31=STUDY, or use --by given"
            )
        return sorted(sessions, key=lambda s: s.date), by
    if by == TAG:
        return sorted(sessions, key=lambda s: version(s.tag)), by
    if by == COMMIT:
        place = _places(sessions)
        return sorted(sessions, key=lambda s: (place[s.label], s.date)), by
    return list(sessions), by


def version(tag: str) -> tuple[tuple[int, int, str], ...]:
    """A key by which 1.9 is before 1.10, and 1.10-rc1 before both 1.10 and 1.10.1."""
    found = _PART.findall(tag)
    while found and found[0].lower() in ("v", "version", "release"):
        found.pop(0)
    parts = [(2, int(x), "") if x.isdigit() else (0, 0, x.lower()) for x in found]
    return (*parts, (1, 0, ""))


def _places(sessions: Sequence[Session]) -> dict[str, int]:
    """Where each commit stands in the repository of the working directory."""
    commits = {s.label: _commit(s) for s in sessions}
    words = ["rev-list", "--topo-order", "--reverse", "--end-of-options"]
    known = _git([*words, *commits.values()]).split()
    place = {commit: i for i, commit in enumerate(known)}
    return {label: place[commit] for label, commit in commits.items()}


def _commit(session: Session) -> str:
    """The whole hash; what a session is called may be a commit or a tag as well, or
    hold one: `nightly-0e0a610`."""
    for name in (session.commit, session.tag, *_HASH.findall(session.label)):
        words = ["rev-parse", "--verify", "--quiet", "--end-of-options"]
        if name and (found := _git([*words, f"{name}^{{commit}}"])):
            return found.strip()
    raise SideError(
        f"--by commit: the repository here has no commit "
        f"'{clean(session.commit or session.tag)}' ({session.label}); run it in the "
        "program's repository, or call the sessions by their commits: COMMIT=STUDY"
    )


def _git(words: Sequence[str]) -> str:
    """What git answers; nothing where it refuses."""
    try:
        done = subprocess.run(
            ["git", *words], capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise SideError("--by commit needs git, which is not installed") from error
    return done.stdout if done.returncode == 0 else ""
