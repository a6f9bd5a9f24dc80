# SPDX-License-Identifier: Apache-2.0
"""The topology card: a node with the ranks and threads where they really ran."""

from __future__ import annotations

from scaling.figure import Figure
from scaling.model.study import Study
from scaling.model.topology import Node, make_node
from scaling.table import Column, Table
from scaling.words.text import clean, plural

CAPTION = (
    "Each square is a CPU of the node as the operating system counts them; r is the "
    "rank and t the thread that were bound to it, seen"
)
OF_KERNEL = "from within the launch"
OF_PROGRAM = "by a process of assay that was started as the program is"


def make(study: Study) -> list[Figure]:
    """One figure: the launch with the most cores; none where no rank told its CPUs."""
    node = make_node(study)
    if node is None:
        return []

    def draw(figure) -> None:
        from scaling.draw.topology import draw_topology

        draw_topology(figure, node)

    return [
        Figure(
            slug="topology",
            title=f"Placement on {clean(node.host) or 'a node'}",
            caption=f"{_about(study, node)} {CAPTION} {_by_whom(node)}.",
            alt=_in_words(node),
            data=_data(node),
            draw=draw,
            section="environment",
        )
    ]


def _about(study: Study, node: Node) -> str:
    here = len({rank for places in node.on_cpu.values() for rank, _ in places})
    shared = (
        f" {plural(len(node.shared), 'CPU')} shared by several ranks, marked red."
        if node.shared
        else ""
    )
    return (
        f"Launch {node.launch.number} of {study.label(node.point.request)}: "
        f"{here} of {plural(node.ranks, 'rank')} on this node"
        f"{f', the first of {node.hosts}' if node.hosts > 1 else ''}.{shared}"
    )


def _by_whom(node: Node) -> str:
    return OF_PROGRAM if node.point.request.is_program else OF_KERNEL


def _in_words(node: Node) -> str:
    used = len(node.on_cpu)
    return (
        f"A node with {plural(node.cpus, 'CPU')}, {used} in use: "
        + "; ".join(
            f"CPU {cpu}: " + " ".join(f"rank {r} thread {t}" for r, t in places)
            for cpu, places in sorted(node.on_cpu.items())[:16]
        )
        + ("." if used <= 16 else "; and so on.")
    )


def _data(node: Node) -> Table:
    names = ("host", "cpu", "rank", "thread")
    rows = tuple(
        (node.host, cpu, rank, thread)
        for cpu in range(node.cpus)
        for rank, thread in node.on_cpu.get(cpu, ((None, None),))
    )
    columns = tuple(Column(name, name.capitalize()) for name in names)
    return Table("topology", "Placement", columns, rows)
