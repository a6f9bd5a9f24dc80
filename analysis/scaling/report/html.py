# SPDX-License-Identifier: Apache-2.0
"""Templates whose every text is cleaned and escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scaling.words.text import clean


def stylesheet() -> Markup:
    """The look of every page."""
    return Markup((Path(__file__).parent / "report.css").read_text())


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
