# SPDX-License-Identifier: Apache-2.0
"""Templates whose every text is cleaned and escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scaling.words.text import clean


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
