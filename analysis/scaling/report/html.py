# SPDX-License-Identifier: Apache-2.0
"""Templates whose every text is cleaned and escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scaling.words.text import clean

_FOLDER = Path(__file__).parent


def stylesheet() -> Markup:
    """The look of every page."""
    return part_of_page("report.css")


def part_of_page(name: str) -> Markup:
    """A file of this folder, without the line that is for those who read the source."""
    text = (_FOLDER / name).read_text()
    return Markup(text[text.index("\n") + 1 :])


def html_environment(folder: Path) -> Environment:
    """Markup stays as it is; what is plain text may come from anybody's journal."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
