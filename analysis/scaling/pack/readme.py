# SPDX-License-Identifier: Apache-2.0
"""What the archive says of itself."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from scaling.marks import marks_of
from scaling.overview import Overview
from scaling.report.method import method
from scaling.report.verdict import verdict
from scaling.words.text import clean, plural


def make_readme(overview: Overview, names: Iterable[str], *, is_anonymous: bool) -> str:
    """Markdown: what it is, what lies where, and how to make the report again."""
    study = overview.study
    name = clean(study.name)
    marks = [mark.banner for mark in marks_of(study)]
    held = {file: what for file, what in _FILES.items() if file in names}
    parts = [
        f"# {name}: a scaling study",
        *marks,
        verdict(overview),
        f"{plural(len(study.points), 'point')}, "
        f"{plural(sum(len(p.launches) for p in study.points), 'launch', 'launches')}.",
        "\n".join(
            ["| file | what it is |", "|---|---|"]
            + [f"| `{file}` | {what} |" for file, what in held.items()]
        ),
        _ANONYMOUS if is_anonymous else "",
        "## To check it",
        "    sha256sum -c SHA256SUMS",
        "## To make the report again",
        "Everything in `report/` follows from `journal.jsonl`. With a checkout of "
        "assay beside this directory:",
        f"    ./assay report --verify {name}    # does every number follow?\n"
        f"    ./assay report {name}             # make it anew",
        "Without a build, Python with numpy, scipy, matplotlib and Jinja2 can too: "
        f"`python3 -m scaling report {name}` where `scaling` is found (`analysis/`).",
    ]
    if "study.yaml" in names:
        overrides = study.start.overrides
        words = [f"{name}/study.yaml", *(word for d in overrides for word in ("-D", d))]
        parts += [
            "## To measure again",
            f"    ./assay run {clean(shlex.join(words))}",
            "What it was measured with stands in `method.md`. Programs and files that "
            "it names are not in here.",
        ]
    return "\n\n".join(part for part in parts if part) + "\n"


def make_method(overview: Overview) -> str:
    """The method paragraph of the report, a topic a paragraph."""
    topics = (f"**{topic}.** {sentence}" for topic, sentence in method(overview.study))
    return "\n\n".join(["# Method", *topics]) + "\n"


_FILES = {
    "study.yaml": "the study as it was asked for",
    "method.md": "how it was measured, in words",
    "journal.jsonl": "every launch: one JSON value a line, each with its checksum",
    "report/report.html": "the report as one page",
    "report/study.json": "its numbers, for programs; the CSV files have them too",
    "SHA256SUMS": "the checksum of each file",
}

_ANONYMOUS = (
    "Names of hosts, users and directories were replaced, each by one word everywhere "
    "(`host1`, `user1`, `/path1`); every number is as it was. Names of programs, "
    "accounts and partitions were not."
)
