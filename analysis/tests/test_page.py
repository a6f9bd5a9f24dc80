# SPDX-License-Identifier: Apache-2.0
"""The page: well-formed, self-contained, small, and with every part in its order."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from journals import JournalMaker, launches, record, requested

from scaling.figures import figure_kinds
from scaling.finding import Finding
from scaling.overview import read_overview
from scaling.report.lead import lead_size, lead_table
from scaling.report.limit import limit
from scaling.report.page import _unbreakable, _unbroken, make_page
from scaling.utc import minute_of
from scaling.write import make_files, write_report

VOID = {"meta", "br", "img", "link", "hr", "input"}


class Balance(HTMLParser):
    """Collects what is opened and not closed, ids, and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.errors: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.references: list[str] = []

    def handle_starttag(self, tag, attributes) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self._note(attributes)

    def handle_startendtag(self, tag, attributes) -> None:  # noqa: ARG002
        self._note(attributes)

    def _note(self, attributes) -> None:
        for name, value in attributes:
            if name == "id":
                self.ids.append(value)
            elif name in ("href", "xlink:href", "src", "action", "data"):
                self.addresses.append(value)
            elif name in ("aria-labelledby",):
                self.references.append(value)

    def handle_endtag(self, tag) -> None:
        if not self.open or self.open.pop() != tag:
            self.errors.append(f"</{tag}> at {self.getpos()}")


@pytest.fixture(scope="module")
def page(demo: Path) -> str:
    file = write_report(read_overview(demo), demo / "report", frozenset({"html"}))
    return file.read_text()


@pytest.fixture(scope="module")
def parsed(page: str) -> Balance:
    parser = Balance()
    parser.feed(page)
    return parser


def test_well_formed(parsed: Balance) -> None:
    assert parsed.errors == []
    assert parsed.open == []


def test_ids_are_unique_and_references_resolve(parsed: Balance) -> None:
    assert len(parsed.ids) == len(set(parsed.ids))
    local = [a[1:] for a in parsed.addresses if a.startswith("#")]
    assert local
    assert set(local + parsed.references) <= set(parsed.ids)


def test_a_line_for_those_who_read_the_source_is_not_in_the_page(page: str) -> None:
    assert "SPDX" not in page


def test_no_external_reference(page: str, parsed: Balance) -> None:
    assert all(a.startswith(("#", "data:")) for a in parsed.addresses)
    assert not re.search(r"url\((?!#)|@import|<link|<script |<iframe|<object", page)
    assert page.count("<script>") == 1
    without_names = re.sub(r'xmlns(:\w+)?="[^"]*"', "", page)
    assert "http:" not in without_names
    assert "//" not in re.sub(r"data:[^\"]*", "", without_names)


def test_small(page: str) -> None:
    assert len(page) < 2_000_000


def test_order(page: str) -> None:
    parts = [
        'class="verdict"',
        'class="why"',
        'id="lead-speedup"',
        'id="lead-efficiency"',
        'id="lead"',
        'id="factors"',
        'class="alerts"',
        'id="method"',
        'id="form"',
        'id="tables"',
        'id="figures"',
        'id="warnings"',
        'id="left-out"',
        'id="campaign"',
        'id="rules"',
        'id="environment"',
        'id="columns"',
        'id="reproduce"',
        'id="data"',
    ]
    found = [page.index(part) for part in parts]
    assert found == sorted(found)


def test_every_figure_has_words_and_data(page: str) -> None:
    figures = re.findall(r'<figure id="(?!lead).*?</figure>', page, flags=re.DOTALL)
    assert len(figures) >= 7
    for figure in figures:
        assert re.search(r'<svg role="img" aria-label="[^"]{40,}"', figure)
        assert "data:text/csv" in figure


def test_numbers_without_an_interval_say_so(page: str, overview_of) -> None:
    assert "proves little" not in page
    maker = JournalMaker()
    for ranks in (1, 2):
        maker.measure(requested(ranks, 1, 10**6), launches(1 / ranks, 2, ranks))
    few = make_page(overview_of(maker), [])
    assert "proves little" in few
    assert "Brackets hold" in page
    assert "Brackets hold" not in few


def test_long_text_is_wrapped(page: str) -> None:
    assert '<td class="text long">rank 0 ended by signal 11' in page


def test_badge_and_sentence_can_be_quoted(page: str) -> None:
    assert '<span class="badge uncertain">uncertain</span>' in page
    (said,) = re.findall(r'class="verdict" id="verdict">(.*?)</p>', page)
    assert said.startswith("Use at least 8 cores: ")
    assert re.search(r"[\d.]+ times as fast as 1 core, at 8\d\xa0% efficiency \[", said)
    (why,) = re.findall(r'class="why">(.*?)</p>', page)
    for words in (
        "No limit was reached; the largest loss is ",
        "Base: 1 rank x 1 thread (1 core), ",
        "No answer differs at 12 points.",
        "4 failed attempts are in no number.",
    ):
        assert words in why


def test_the_lead_table_has_seven_columns_at_most(page: str) -> None:
    (lead,) = re.findall(r'id="lead">.*?<thead>(.*?)</thead>', page, re.DOTALL)
    assert 5 <= lead.count("<th ") <= 7
    assert '<a class="download" href="#strong-pi">all columns</a>' in page


def test_every_view_of_the_charts_is_in_the_page(page: str) -> None:
    view = r'class="view" data-x="(\w+)" data-scale="(\w+)"( hidden)?'
    views = re.findall(view, page)
    assert [view for view in views if not view[2]] == [("units", "log", "")] * 2
    kinds = {view[:2] for view in views}
    assert kinds == {(x, s) for x in ("units", "cost") for s in ("log", "linear")}
    assert "<text" in re.findall(r'<div class="view".*?</div>', page, re.DOTALL)[0]


def test_what_is_copied_is_in_the_page(page: str) -> None:
    for name, words in (
        ("text", "Use at least 8 cores"), ("latex", r"\toprule"),
        ("csv", "cores,"), ("markdown", "| Cores |"),
    ):  # fmt: skip
        (block,) = re.findall(rf'<pre id="as-{name}"[^>]*>(.*?)</pre>', page, re.DOTALL)
        assert words in block
        assert f'data-copy="as-{name}"' in page


def test_what_tables_share_stands_once(page: str) -> None:
    assert page.count("seed 0x1;") <= 2
    assert page.count("n launches per point;") == 1


def test_raw_data_is_every_launch(page: str, demo: Path) -> None:
    (encoded,) = re.findall(r'"launches.csv" href="data:[^,]*,([^"]*)"', page)
    rows = base64.b64decode(encoded).decode().splitlines()
    points = read_overview(demo).study.points
    assert len(rows) == 1 + sum(len(point.launches) for point in points)


@pytest.mark.parametrize(
    "words",
    [
        "1 rank x 1 thread (1 core)",
        "Points have 10 to 12 launches (asked for: 10 to 12, until the half-widths",
        "of time and efficiency are 2 %",
        "CLOCK_MONOTONIC (resolution 1 ns, 24 ns to read)",
        "in the same blocks: Hodges and",
        "in random order (seed 0x1)",
        "had disjoint CPU sets",
        "Example CPU 8-Core",
        "GNU 12.2.0",
        "commit 0123abc",
        "3 attempts with verdict crash",
        "./assay run configs/demo.yaml",
    ],
)
def test_method_is_written_from_the_data(page: str, words: str) -> None:
    plain = page.replace("&#39;", "'").replace("\u00a0", " ")
    assert words in plain


def test_a_study_with_nothing_measured(overview_of) -> None:
    maker = JournalMaker()
    maker.point(requested(1, 1, 1000), ["strong"])
    maker.lines.append(record(requested(1, 1, 1000), 1, verdict="hang"))
    page = make_page(overview_of(maker), [])
    assert "Nothing was measured" in page
    assert "hang" in page


def test_an_empty_journal(overview_of) -> None:
    maker = JournalMaker()
    assert "Nothing was measured" in make_page(overview_of(maker), [])


def test_simulated_and_wrong_say_so(overview_of) -> None:
    maker = JournalMaker()
    for ranks, hits in ((1, 785_398), (2, 785_399)):
        request = requested(ranks, 1, 10**6, launcher="simulate")
        maker.measure(request, launches(1 / ranks, 10, ranks), hits=hits)
    page = make_page(overview_of(maker), [])
    assert 'class="mark"' in page
    assert "Simulated, not measured. Not valid as it stands (W01). " in page
    assert "(W01). Not valid" not in page


def test_not_simulated_does_not_say_so(page: str) -> None:
    assert 'class="mark"' not in page


def test_the_verdict_names_the_curve_that_goes_furthest(overview_of) -> None:
    maker = JournalMaker()
    for backend, slow in (("serial", 1.5), ("openmp", 1.0), ("threads", 2.0)):
        for ranks in (1, 2):
            request = requested(ranks, 1, 10**6, backend=backend)
            maker.measure(request, launches(slow / ranks, 10, ranks))
    page = make_page(overview_of(maker), [])
    assert "Strong scaling of openmp: use at least 2 cores" in page


@pytest.mark.parametrize(
    ("shapes", "heading"),
    [(((1, 1), (1, 2)), "Threads"), (((1, 1), (2, 2)), "Ranks")],
)
def test_the_first_table_shows_what_shares_the_cores(
    overview_of, shapes: tuple, heading: str
) -> None:
    maker = JournalMaker()
    for ranks, threads in shapes:
        time_s = 1 / (ranks * threads)
        maker.measure(requested(ranks, threads, 10**6), launches(time_s, 10, ranks))
    overview = overview_of(maker)
    table = lead_table(overview, lead_size(overview))
    assert [c.heading for c in table.columns][:2] == ["Cores", heading]


def test_a_loss_has_the_same_digits_in_the_table_and_in_the_sentence(
    overview_of,
) -> None:
    """One below a tenth has a decimal in both."""
    maker = JournalMaker()
    for ranks in (1, 2):
        request = requested(ranks, 1, 10**6)
        maker.measure(request, launches(1.056 / ranks if ranks > 1 else 1.0, 10, ranks))
    overview = overview_of(maker)
    size = lead_size(overview)
    name, share = re.search(r"is ([a-z ]+): it takes ([\d.]+ %)", limit(size)).groups()
    assert "." in share
    assert f"{name} {share}" in str(lead_table(overview, size).rows[-1])


def test_many_launches_are_thinned_and_the_page_stays_small(
    tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.delattr("scaling.report.page.launches_table")
    maker = JournalMaker()
    for ranks in (1, 2, 4, 8):
        maker.measure(requested(ranks, 1, 10**6), launches(1 / ranks, 1300, ranks))
    folder = maker.write(tmp_path / "many")
    overview = read_overview(folder)
    files = make_files(overview, frozenset(["html", "svg"]))
    page = files["report.html"].decode()
    assert len(page) < 2_000_000
    assert 'href="launches.csv"' in page
    assert "Shown are 292 of 5,200 launches." in page
    assert "Shown are 2,000 of 5,200 launches." in page
    assert "the CSV holds 2,000 of 5,200." in page
    assert files["time-strong-pi.svg"].count(b"<use") < 500


def test_the_words_of_the_job_size_are_inside_of_their_chart(overview_of) -> None:
    """The job size is the highest mark where nothing is lost."""
    maker = JournalMaker()
    for ranks in (1, 2, 4):
        maker.measure(requested(ranks, 1, 10**6), launches(1 / ranks, 10, ranks))
    page = make_page(overview_of(maker), [])
    found = re.findall(r'<text (?=[^>]*picked)[^>]*?\by="([-\d.]+)"', page)
    assert found
    assert min(map(float, found)) >= 14


def test_words_of_the_job_size_are_not_on_the_line_of_the_target(overview_of) -> None:
    """At 74 to 84 % of efficiency the words below the mark are where the line is."""
    for efficiency in (0.74, 0.77, 0.8, 0.84, 0.9):
        maker = JournalMaker()
        for ranks in (1, 2, 4, 8):
            cost = 1 if ranks == 1 else 1 / efficiency
            maker.measure(requested(ranks, 1, 10**6), [cost / ranks] * 10)
        page = make_page(overview_of(maker), [])
        chart = page[
            page.index('aria-label="Efficiency in percent against cores, log') :
        ]
        line = [
            float(y) for y in re.findall(r'class="ideal" d="M[\d.]+,([\d.]+)H', chart)
        ]
        (words, *_) = re.findall(r'<text class="picked"[^>]*?\by="([-\d.]+)"', chart)
        assert not float(words) - 9 <= line[1] <= float(words) + 1, efficiency


def test_options_and_coefficients_are_not_broken_at_their_hyphens() -> None:
    held = [str(_unbroken(f"c = 3.09e-7 {rest}")) for rest in ("", "[1e-7, 2e-7]")]
    assert all(x.startswith('<span class="whole">c = 3.09e-7</span>') for x in held)
    large = str(_unbroken("b = 73,149, g = 1"))
    assert large.startswith('<span class="whole">b = 73,149</span>, ')
    for option in ("--retry-failed", "--exclusive", "--cpu-bind=cores"):
        held = f'<span class="whole">{option}</span>'
        assert str(_unbreakable(f"(run {option})")) == f"(run {held})"


def test_one_drawing_is_not_called_drawings(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, 10**6), launches(1.0, 10, 1))
    overview = overview_of(maker)
    (figure, *_) = [f for kind in figure_kinds() for f in kind.make(overview.study)]
    page = make_page(overview, [(figure, b"<svg></svg>")])
    assert "1 drawing, each with its data" in page


@pytest.mark.parametrize(("most", "tables"), [(1, 0), (2, 1)])
def test_factors_of_one_core_alone_are_no_table(
    overview_of, most: int, tables: int
) -> None:
    maker = JournalMaker()
    for ranks in range(1, most + 1):
        maker.measure(requested(ranks, 1, 10**6), launches(1 / ranks, 10, ranks))
    found = [t for t in overview_of(maker).tables if t.slug.startswith("factors")]
    assert len(found) == tables


def test_an_interval_and_its_unit_stay_on_one_line(page: str) -> None:
    opening = page[page.index('id="verdict"') : page.index('class="charts"')]
    assert re.search(r"efficiency \[[\d.]+,\u00a0[\d.]+\]", opening)
    assert re.search(r"Base: [^\[]*\[[\d.]+,\u00a0[\d.]+\]\u00a0m?s\.", opening)


def test_the_time_of_the_start_is_told_to_the_minute(page: str) -> None:
    assert "last started 2026-01-01 12:00 UTC." in page
    assert minute_of("2026-01-01T12:00:00.123Z") == "2026-01-01 12:00 UTC"
    assert minute_of("yesterday") == "yesterday"


def test_a_warning_of_every_row_is_said_once(demo: Path) -> None:
    """In the column it would hide what tells rows apart."""
    overview = read_overview(demo)
    size = lead_size(overview)
    everywhere = tuple(row.point.id for row in size.curve.rows)
    one = Finding("W77", "uncertain", "something", (size.row.point.id,))
    found = (replace(one, where=everywhere, id="W78"), one)
    lead = lead_table(replace(overview, findings=found), size)
    lost = [str(row[-1]) for row in lead.rows]
    assert sum("W77" in words for words in lost) == 1
    assert not any("W78" in words for words in lost)
