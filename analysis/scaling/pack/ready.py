# SPDX-License-Identifier: Apache-2.0
"""Whether a study is whole and at rest, so that it can be handed over."""

from __future__ import annotations

import fcntl
from pathlib import Path

JOURNAL = "journal.jsonl"


class NotReadyError(Exception):
    """Says why, and the cure."""


class LockedError(NotReadyError):
    """A process writes to the study."""


def expect_ready(study: Path) -> None:
    """Raises NotReadyError, and FileNotFoundError where there is no journal."""
    _expect_unlocked(study)
    journal = (study / JOURNAL).read_bytes()
    if not journal.endswith(b"\n"):
        raise NotReadyError(
            f"{study / JOURNAL}: the last line is half written. Go on with the study, "
            "which mends it: assay run"
        )
    known = {line for line in journal.splitlines() if b'"kind":"record"' in line}
    for part in sorted(study.glob(f"groups/*/{JOURNAL}")):
        own = part.read_bytes().splitlines()
        if any(b'"kind":"record"' in line and line not in known for line in own):
            raise NotReadyError(
                f"{part}: jobs measured what the study does not have yet. First: assay "
                f"collect {study.name}"
            )


def _expect_unlocked(study: Path) -> None:
    locks = [study / "journal.lock", *study.glob("groups/*/journal.lock")]
    for lock in locks:
        if _is_held(lock) or lock.with_name(f"{lock.name}.exclusive").exists():
            raise LockedError(
                f"{lock}: another process writes to the study. Wait until it has ended"
            )


def _is_held(lock: Path) -> bool:
    """Asked for a moment, shared: readers do not disturb each other."""
    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    except OSError:  # a file system without flock has the file `.exclusive`
        return False
    return False
