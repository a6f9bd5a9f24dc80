# SPDX-License-Identifier: Apache-2.0
"""The three grades of warnings: where they are kept, and where they are shown."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from journals import JournalMaker, launches, requested

from scaling.__main__ import main
from scaling.exports import study_json
from scaling.finding import GRADES, INFORMATION, UNCERTAIN, WRONG, Finding, by_grade
from scaling.formats import latex, markdown
from scaling.overview import Overview, read_overview
from scaling.report.alerts import alerts
from scaling.report.documents import make_latex, make_markdown
from scaling.report.page import make_page
from scaling.screen import Screen
from scaling.show import show
from scaling.warnings import Warner, cure_of, few_launches, warners, wrong_answers

ROOT = Path(__file__).parent.parent.parent
W = 2_000_000


@pytest.mark.parametrize("rule", warners(), ids=lambda rule: rule.ID)
def test_every_rule_has_one_grade(rule) -> None:
    assert rule.GRADE in GRADES
    text = Path(rule.__file__).read_text()
    made = (
        re.findall(r"\bFinding\(([^)])", text),
        re.findall(r"\bFinding\(\s*ID,\s*GRADE,", text),
    )
    assert len(made[0]) == len(made[1]) > 0


def of_import(rule: Warner) -> str:
    """What the page adds where numbers of others have a cure of their own."""
    cure = cure_of(rule, is_imported=True)
    return "" if cure == rule.CURE else f". Of an import: {cure}"


def test_the_page_of_warnings_lists_every_rule_below_its_grade() -> None:
    page = (ROOT / "docs" / "warnings.md").read_text()
    sections = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", page, re.M | re.S))
    for grade, words in GRADES.items():
        listed = re.findall(r"^\| (W\d\d) \| (.*) \|$", sections[words], re.M)
        assert listed == [
            (rule.ID, f"{rule.FIRES} | {rule.MEANS} | {rule.CURE}{of_import(rule)}")
            for rule in warners()
            if grade == rule.GRADE
        ]


def test_the_worst_comes_first() -> None:
    found = [Finding("W1", grade, "") for grade in (INFORMATION, WRONG, UNCERTAIN)]
    assert [words for words, _ in by_grade(found)] == [
        "The number is wrong",
        "The number is uncertain",
        "For your information",
    ]


@pytest.fixture(scope="module")
def overview(overview_of) -> Overview:
    """A study with something of each grade: wrong answers, few launches, a skip."""
    maker = JournalMaker(until=0.5)
    for ranks, hits in ((1, 785_398), (2, 785_398), (4, 785_399)):
        maker.measure(requested(ranks, 1, W), launches(1 / ranks, 5, 1), hits=hits)
    maker.skip(requested(99, 1, W), ["strong"], "too large")
    return overview_of(maker)


def in_order(text: str, *words: str) -> bool:
    """Each of the words follows the one before it."""
    return re.search(".*?".join(map(re.escape, words)), text, re.S) is not None


WHOLE = (GRADES[WRONG], "W01", GRADES[UNCERTAIN], "W03", GRADES[INFORMATION], "W16")


def test_the_terminal_shows_what_is_wrong_or_uncertain(overview: Overview) -> None:
    shown = show(overview, Screen(80))
    assert in_order(shown, *WHOLE[:4])
    assert "\nThe number is wrong:\n  W01 1 of 3 points" in shown
    assert "W16" not in shown
    assert f"{wrong_answers.CURE[1:]}." in " ".join(shown.split())
    assert "\nNot valid as it stands (W01)." in shown
    assert re.search(r"\d notes?\.\n$", shown)
    assert max(map(len, shown.splitlines())) <= 80


def test_tables_group_by_grade(overview: Overview) -> None:
    table = next(table for table in overview.tables if table.points)
    for form in (latex, markdown):
        assert in_order(form.render(table, overview.findings_of(table)), *WHOLE)


def test_documents_group_by_grade(overview: Overview) -> None:
    texts = make_markdown(overview, [], "") | make_latex(overview, [], "")
    for text in (texts["report.md"], texts["report.tex"]):
        assert in_order(text, *WHOLE)


def test_the_page_groups_by_grade_and_marks_it(overview: Overview) -> None:
    page = make_page(overview, [])
    (_, section) = page.split('<details id="warnings"')
    assert in_order(section, *WHOLE)
    for grade in GRADES:
        assert f'<ul class="findings {grade}">' in section
        assert f".findings.{grade} li {{ border-color:" in page


def test_the_first_screen_has_three_warnings_at_most_in_plain_words(
    overview: Overview,
) -> None:
    page = make_page(overview, [])
    (_, first) = page.split('<ul class="alerts">')
    shown = re.findall(r'<li class="(\w+)">(.*?)</li>', first.split("</ul>")[0], re.S)
    serious = {f.id for f in overview.findings if f.grade != INFORMATION}
    assert 1 < len(shown) == min(3, len(serious))
    assert shown[0][0] == WRONG
    rules = {rule.ID: rule for rule in warners()}
    for _, marked in shown:
        words = re.sub(r"</?span[^>]*>", "", marked)
        (code,) = re.findall(r'<a href="#(W\d\d)">', words)
        assert rules[code].CURE in html.unescape(words)
        assert rules[code].MEANS[1:] in html.unescape(words)
        assert f'<li id="{code}">' in page


def test_json_has_the_grades_in_order(overview: Overview) -> None:
    found = json.loads(study_json.render(overview.study, overview.findings))["warnings"]
    grades = [[*GRADES].index(warning["grade"]) for warning in found]
    assert grades == sorted(grades)
    assert set(grades) == {0, 1, 2}
    first = found[0]
    assert (first["id"], first["text"][:15]) == ("W01", "1 of 3 points t")
    assert first["points"] == [overview.study.points[-1].id]


def test_flags_are_of_numbers_only(overview: Overview) -> None:
    """A row is marked with what its number suffers from, and with nothing else."""
    table = next(table for table in overview.tables if table.points)
    at = [column.name for column in table.columns].index("flags")
    flags = {word for row in table.rows for word in re.findall(r"W\d\d", row[at])}
    assert {"W01", "W03"} <= flags
    assert "W16" not in flags


def test_an_import_is_told_what_can_be_done_with_it(tmp_path: Path) -> None:
    table = tmp_path / "times.csv"
    table.write_text("cores,time (s)\n1,8.0\n2,4.1\n")
    words = ["import", str(table), "--results", str(tmp_path), "--no-report"]
    assert main(words) == 0
    (few,) = (
        a for a in alerts(read_overview(tmp_path / "times")) if a.id == few_launches.ID
    )
    assert few.cure == few_launches.CURE_OF_IMPORT
    assert "launches.max" not in few.cure
