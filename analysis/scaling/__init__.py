# SPDX-License-Identifier: Apache-2.0
"""From the journal of a study to its tables, figures and report."""

import os
import re
import sys
from importlib.util import find_spec


def read(study):
    """A study as data frames: `read("results/pi").points`; see scaling.frames.

    `study` is its directory or its journal.
    """
    from scaling.frames import read_frames

    return read_frames(study)


OLDEST = "3.9"
NEEDED = {
    "numpy": "1.22",
    "scipy": "1.7",
    "matplotlib": "3.6",
    "Jinja2": "2.11",
}
"""The oldest release of each package that has what is used of it."""
USAGE = 2
"""Exit code of `assay` for what the user has to mend."""


def missing(python, packages):
    """What an interpreter with these versions of packages lacks, in words.

    Empty where it lacks nothing. An unknown version is an empty text and passes.
    """
    lacks = [name for name in NEEDED if name not in packages]
    old = [
        f"{name} {seen}"
        for name, seen in packages.items()
        if _is_older(seen, NEEDED[name])
    ]
    if _is_older(python, OLDEST):
        is_seen = f"is Python {python}"
    elif lacks:
        is_seen = f"has no {', '.join(lacks)}"
    elif old:
        is_seen = f"has {', '.join(old)}"
    else:
        return ""
    needs = ", ".join(f"{name} {oldest}" for name, oldest in NEEDED.items())
    return (
        f"{is_seen}. The analysis needs Python {OLDEST} or later with {needs} or "
        "later: ASSAY_PYTHON names another one"
    )


def _is_older(seen, oldest):
    return bool(seen) and _numbers(seen) < _numbers(oldest)


def _numbers(text):
    return [int(part) if part.isdigit() else 0 for part in (text + ".0").split(".")[:2]]


def _packages():
    """The version of each package, as the directory says that holds its description.

    importlib.metadata takes longer than a quick report has.
    """
    found = {}
    for name in NEEDED:
        spec = find_spec(name.lower())
        if spec:
            folder = os.path.dirname(os.path.dirname(spec.origin or ""))  # noqa: PTH120
            found[name] = _version(name, os.listdir(folder or "."))  # noqa: PTH208
    return found


def _version(name, entries):
    described = re.compile(
        rf"{name}-([0-9][^-]*)(-.*)?\.(dist|egg)-info", re.IGNORECASE
    )
    seen = [match[1] for match in map(described.fullmatch, entries) if match]
    return seen[0] if len(seen) == 1 else ""


_lacks = missing("{}.{}".format(*sys.version_info), _packages())
if _lacks:
    print(f"{sys.executable} {_lacks}", file=sys.stderr)
    raise SystemExit(USAGE)
