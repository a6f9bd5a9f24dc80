# SPDX-License-Identifier: Apache-2.0
"""JUnit XML: a test case for each point, for the page that a CI shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from xml.etree import ElementTree

from scaling.finding import WRONG, Finding
from scaling.marks import marks_of
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.words.text import clean

FILE = "junit.xml"
FORMAT = "xml"

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(study: Study, findings: Sequence[Finding]) -> str:
    """A point fails where no launch of it ended well, or where its number is wrong."""
    wrong = [f for f in findings if f.grade == WRONG]
    mark = "".join(f" ({mark.word})" for mark in marks_of(study))
    suite = ElementTree.Element("testsuite", name=_safe(study.name + mark))
    for point in study.points:
        own = [f"{f.id}: {f.text}" for f in wrong if point.id in f.where]
        _add(study, suite, point, own)
    for planned in study.skipped:
        case = _case(suite, study, study.label(planned.request), 0.0)
        ElementTree.SubElement(case, "skipped", message=_safe(planned.reason))
    kinds = Counter(child.tag for case in suite for child in case)
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(kinds["failure"]))
    suite.set("errors", "0")
    suite.set("skipped", str(kinds["skipped"]))
    if study.start:
        suite.set("timestamp", _safe(study.start.started_utc).removesuffix("Z"))
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _add(
    study: Study, suite: ElementTree.Element, point: Point, errors: list[str]
) -> None:
    spent_s = sum(point.launches.column("wall_s"))
    spent_s += sum(record.wall_s for record in point.failed)
    case = _case(suite, study, study.label(point.request), spent_s)
    if errors:
        _failure(case, "wrong", "; ".join(errors))
    elif not point.launches and point.failed:
        last = point.failed[-1]
        _failure(case, last.verdict, last.detail or last.verdict)
    elif not point.launches:
        ElementTree.SubElement(case, "skipped", message="it was not run")
    if point.failed:
        lines = (f"line {r.line}: {r.verdict}: {r.detail}" for r in point.failed)
        output = ElementTree.SubElement(case, "system-out")
        output.text = "\n".join(_safe(line) for line in lines)


def _case(
    suite: ElementTree.Element, study: Study, name: str, spent_s: float
) -> ElementTree.Element:
    return ElementTree.SubElement(
        suite,
        "testcase",
        classname=_safe(study.name),
        name=_safe(name),
        time=f"{spent_s:.3f}",
    )


def _failure(case: ElementTree.Element, kind: str, message: str) -> None:
    ElementTree.SubElement(case, "failure", type=_safe(kind), message=_safe(message))


def _safe(text: str) -> str:
    """Characters that XML 1.0 may hold; the library escapes the special ones."""
    return _NOT_IN_XML.sub("", clean(text))
