# SPDX-License-Identifier: Apache-2.0
"""The topology card shows where ranks really ran, the timeline when, both from data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from journals import JournalMaker, launches, manifest, record, requested

from scaling.cards import timeline as timeline_card
from scaling.cards import topology as topology_card
from scaling.draw.render import draw, render
from scaling.draw.style import style_of
from scaling.figure import Figure
from scaling.model.study import Study
from scaling.model.timeline import make_timeline
from scaling.model.topology import make_node
from scaling.overview import read_overview
from scaling.report.page import make_page


def placed(overview_of, *ranks: dict, **asked) -> Study:
    """A study of one point whose first launch reported these ranks."""
    maker = JournalMaker()
    request = requested(len(ranks), asked.pop("threads", 1), 10**6, **asked)
    maker.measure(request, launches(1.0, 6, 1))
    defaults = {"host": "n1", "node": 0, "cores": 1, "threads": 1, "pid": 1}
    for entry in maker.lines:
        if entry["kind"] == "record":
            entry["result"]["world"]["by_rank"] = [defaults | rank for rank in ranks]
    return overview_of(maker).study


def card(study: Study) -> Figure:
    (figure,) = topology_card.make(study)
    return figure


def words(figure: Figure) -> str:
    """The texts of the drawing."""
    return render(figure, ["svg"])["svg"].decode()


def test_ranks_and_threads_where_they_ran(overview_of) -> None:
    study = placed(
        overview_of,
        {"cpus": "4-5", "thread_cpus": ["5", "4"], "threads": 2},
        {"cpus": "0-1", "thread_cpus": ["0", "1"], "threads": 2},
        threads=2,
    )
    node = make_node(study)
    assert node.on_cpu == {5: ((0, 0),), 4: ((0, 1),), 0: ((1, 0),), 1: ((1, 1),)}
    assert node.cpus == 8
    assert node.shared == []
    rows = card(study).data.rows
    assert ("n1", 5, 0, 0) in rows
    assert ("n1", 7, None, None) in rows
    svg = words(card(study))
    assert "n1: 4 of 8 CPUs used" in svg
    assert svg.count(">r0<") == svg.count(">r1<") == 2


def test_shared_cpus_are_marked(overview_of) -> None:
    study = placed(overview_of, {"cpus": "0"}, {"cpus": "0-1"})
    assert make_node(study).shared == [0]
    assert "1 CPU shared by several ranks, marked red" in card(study).caption
    svg = words(card(study))
    assert svg.count("#b00000") >= 1
    assert ">r0,1<" in svg


def test_no_mark_without_sharing(overview_of) -> None:
    study = placed(overview_of, {"cpus": "0"}, {"cpus": "1"})
    assert "shared" not in card(study).caption
    assert "#b00000" not in words(card(study))


def test_only_the_first_node_is_drawn(overview_of) -> None:
    study = placed(overview_of, {"cpus": "0"}, {"cpus": "0", "host": "n2"}, nodes=2)
    assert set(make_node(study).on_cpu) == {0}
    assert "1 of 2 ranks on this node, the first of 2." in card(study).caption


@pytest.mark.parametrize(
    "said",
    [
        {"cpus": "0-9000"},
        {"cpus": "0-7", "threads": 10**15},
        {"cpus": "0-99,x", "threads": 10**15},
        {"cpus": "0", "thread_cpus": ["0-8000"] * 100},
    ],
)
def test_more_than_any_machine_has_is_not_drawn(overview_of, said: dict) -> None:
    assert make_node(placed(overview_of, {"cpus": "0"}, said)) is None


@pytest.mark.parametrize("cores", ["9" * 5000, "999999999", str(10**15)])
def test_nor_are_cores_that_only_a_manifest_has(overview_of, cores: str) -> None:
    maker = JournalMaker()
    machine = {"cores_per_node": cores, "threads_per_core": 2}
    maker.lines = [manifest(machine=machine)]
    maker.measure(requested(2, 1, 10**6), launches(1.0, 6, 1))
    node = make_node(overview_of(maker).study)
    assert node is None or node.cpus < 100


@pytest.mark.parametrize("cpus", ["", "0-", "x", "0-99999999"])
def test_ranks_that_said_nothing_have_no_card(overview_of, cpus: str) -> None:
    assert topology_card.make(placed(overview_of, {"cpus": cpus})) == []


def test_large_nodes_are_drawn(overview_of) -> None:
    study = placed(overview_of, *({"cpus": str(2 * n)} for n in range(128)))
    images = render(card(study), ["svg", "png"])
    assert len(images["svg"]) < 500_000


def campaign(n: int, points: int = 2, failed: int = 1) -> JournalMaker:
    """Launches a minute apart, the last of each point failed first."""
    maker = JournalMaker()
    second = 0
    for ranks in range(1, points + 1):
        request = requested(ranks, 1, 10**6)
        maker.point(request, ["strong"])
        for launch in range(1, n + 1):
            at = {"started_utc": utc(second), "wall_s": 30.0}
            maker.lines.append(record(request, launch, [1.0] * 7, **at))
            second += 60
        for _ in range(failed):
            at = {"started_utc": utc(second), "wall_s": 5.0, "verdict": "hang"}
            maker.lines.append(record(request, n + 1, **at))
            second += 60
    return maker


def utc(second: int) -> str:
    minutes, s = divmod(second, 60)
    hours, m = divmod(minutes, 60)
    days, h = divmod(hours, 24)
    return f"2026-01-{1 + days:02}T{h:02}:{m:02}:{s:02}.500Z"


def test_attempts_in_their_order(overview_of) -> None:
    study = overview_of(campaign(3)).study
    attempts = make_timeline(study)
    assert [a.start_s for a in attempts] == [60.0 * i for i in range(8)]
    assert [a.row for a in attempts] == [0] * 4 + [1] * 4
    (figure,) = timeline_card.make(study)
    assert figure.alt.startswith("8 attempts over 425 s of wall time; failed: 2 hang")
    assert len(figure.data.rows) == 8


def test_failures_are_told_by_their_mark(overview_of) -> None:
    (figure,) = timeline_card.make(overview_of(campaign(3)).study)
    assert ">hang<" in words(figure)
    (figure,) = timeline_card.make(overview_of(campaign(3, failed=0)).study)
    assert figure.alt.endswith("none failed.")
    assert ">hang<" not in words(figure)


def test_long_campaigns_stay_small(overview_of) -> None:
    (figure,) = timeline_card.make(overview_of(campaign(400, points=8)).study)
    assert len(render(figure, ["svg"])["svg"]) < 100_000


@pytest.mark.parametrize("started", ["", "yesterday", "2026-13-01T00:00:00Z"])
def test_without_a_start_there_is_no_timeline(overview_of, started: str) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, 1000), launches(1.0, 6, 1), started_utc=started)
    assert timeline_card.make(overview_of(maker).study) == []


def test_they_stand_in_their_sections(demo: Path) -> None:
    overview = read_overview(demo)
    figures = [*timeline_card.make(overview.study), *topology_card.make(overview.study)]
    svg = b'<svg width="1"></svg>'
    page = make_page(overview, [(figure, svg) for figure in figures])
    order = ('id="campaign"', 'id="timeline"', 'id="placement"', 'id="topology"')
    places = [page.index(part) for part in order]
    assert places == sorted(places)
    assert 'id="figures"' not in page


def test_hardware_threads_count(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, 1000), launches(1.0, 6, 1), manifest="m2")
    machine = {"cores_per_node": 4, "threads_per_core": 2}
    maker.lines.insert(0, manifest("m2", machine=machine))
    assert make_node(overview_of(maker).study).cpus == 8


def test_the_ticks_of_a_timeline_are_those_that_it_was_laid_out_for(overview_of):
    """A locator of its own accord has more of them in an SVG, beyond the edge."""
    maker = JournalMaker()
    for ranks in (1, 2):
        maker.measure(requested(ranks, 1, 10**8), launches(0.8, 9, ranks))
    (figure,) = timeline_card.make(overview_of(maker).study)
    with style_of(figure.slug):
        (axes,) = draw(figure).axes
    laid_out = {label.get_text() for label in axes.get_xticklabels()}
    numbers = set(re.findall(r">([0-9.]+)</text>", words(figure)))
    assert numbers
    assert numbers <= laid_out
