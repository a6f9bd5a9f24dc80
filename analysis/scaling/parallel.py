# SPDX-License-Identifier: Apache-2.0
"""One function over several values in processes of their own, where there are cores."""

from __future__ import annotations

import os
import pickle
import threading
import warnings
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_PROCESSES = 8
"""More would not be polite on a login node, and no report is that large."""


def processors() -> int:
    """How many processes can run at once, at most MOST_PROCESSES.

    One where Python has other threads, as in a notebook: a fork would wait for ever for
    a lock that one of them holds.
    """
    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        return 1
    if threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


def each(
    work: Callable[[Item], Result], items: Sequence[Item], *, apart: bool = True
) -> list[Result]:
    """`work` of every item, in their order; what it raises is raised here.

    This process and forks of it take turns, where they are to work `apart`. A fork has
    all that is in memory, so that only results, which must be picklable, are sent.
    """
    count = min(len(items), processors())
    if count < 2 or not apart:
        return [work(item) for item in items]
    ends = [_start(work, items[turn::count]) for turn in range(1, count)]
    results: list[Any] = [None] * len(items)
    try:
        results[::count] = [work(item) for item in items[::count]]
    finally:
        found = [_finish(*end) for end in ends]
    for turn, outcome in enumerate(found, start=1):
        if isinstance(outcome, BaseException):
            raise outcome
        results[turn::count] = outcome
    return results


def _start(work: Callable[[Any], Any], items: Sequence[Any]) -> tuple[int, int]:
    """The child, and the end of the pipe that its outcome comes from."""
    source, sink = os.pipe()
    with warnings.catch_warnings():
        # Python warns of threads that a fork does not have. Those of BLAS wait for
        # work between its calls, and it starts new ones in the child.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        os.close(sink)
        return child, source
    os.close(source)
    try:
        with os.fdopen(sink, "wb") as out:
            pickle.dump(_outcome(work, items), out, pickle.HIGHEST_PROTOCOL)
    finally:
        # Neither the buffers nor the exit handlers of the parent are ours to run.
        os._exit(0)


def _outcome(work: Callable[[Any], Any], items: Sequence[Any]) -> Any:
    try:
        return [work(item) for item in items]
    except BaseException as error:
        return error


def _finish(child: int, source: int) -> Any:
    with os.fdopen(source, "rb") as stream:
        try:
            outcome = pickle.load(stream)
        except (EOFError, pickle.UnpicklingError) as error:
            outcome = ChildProcessError(f"a process of the analysis died: {error}")
    os.waitpid(child, 0)
    return outcome
