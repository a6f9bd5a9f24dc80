# SPDX-License-Identifier: Apache-2.0
"""What the command line says of the files; what it leaves out is looked for."""

from __future__ import annotations

from dataclasses import dataclass

RESOURCES = {"cores": "core", "nodes": "node", "gpus": "GPU"}
"""The options that name the column of the resource axis, and what each counts."""


@dataclass(frozen=True)
class Wanted:
    """Columns by their headings, or by their numbers where they have none.

    `axis` is an option of RESOURCES and its column. `base` is the time of another
    program on one of the resources. With `on_cores` all rows are of so many, and need
    not differ where they `may_be_one`. `out_of` are columns and regular expressions on
    them, whose groups are columns more. Rows that stand beside a study, as `is_beside`
    says, have no sessions.
    """

    axis: tuple[str, str] | None = None
    times: tuple[str, ...] = ()
    rate: str = ""
    unit: str = ""
    is_weak: bool = False
    by: tuple[str, ...] = ()
    launch: tuple[str, ...] = ()
    decimal: str = ""
    base: str = ""
    pattern: str = ""
    in_name: str = ""
    out_of: tuple[str, ...] = ()
    on_cores: int = 0
    may_be_one: bool = False
    is_beside: bool = False
