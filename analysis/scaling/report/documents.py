# SPDX-License-Identifier: Apache-2.0
"""report.md and report.tex, and the method alone, to be taken into another text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scaling.figure import Figure
from scaling.formats import latex, markdown
from scaling.overview import Overview
from scaling.report.content import make_content
from scaling.utc import minute_of
from scaling.words.text import clean

_FOLDER = Path(__file__).parent

_BREAKS = re.compile(r"(?<=[/:;,=.@-])(?=[^\s{}])")


def make_markdown(
    overview: Overview, figures: Sequence[Figure], image: str
) -> dict[str, str]:
    """`image` is the suffix of the figures' files; without one they are left out."""
    render = _templates("md", markdown.escape)
    content = make_content(overview, figures) | {
        "image": image,
        "as_is": Markup,
        "graded": lambda found: Markup(markdown.graded(found)),
        "brief_table": markdown.render,
        "table_of": lambda t: Markup(markdown.render(t, overview.findings_of(t))),
    }
    return {name: render(name, content) for name in ("report.md", "method.md")}


def make_latex(
    overview: Overview, figures: Sequence[Figure], image: str
) -> dict[str, str]:
    """The report as LaTeX: report.tex reads the tables' files that stand beside it."""
    render = _templates("tex", latex.escape)
    content = make_content(overview, figures) | {
        "image": image,
        "as_is": Markup,
        "breakable": _breakable,
        "verbatim": _verbatim,
        "minute": minute_of,
    }
    return {name: render(name, content) for name in ("report.tex", "method.tex")}


def _templates(
    form: str, escape: Callable[[str], str]
) -> Callable[[str, dict[str, object]], str]:
    """Every text is escaped where it is put in, unless it is Markup already."""
    marks = {
        "variable_start_string": "<<",
        "variable_end_string": ">>",
        "block_start_string": "<%",
        "block_end_string": "%>",
        "comment_start_string": "<#",
        "comment_end_string": "#>",
    }
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        finalize=lambda value: escape(value) if type(value) is str else value,
        **(marks if form == "tex" else {}),
    )
    return lambda name, content: environment.get_template(f"{name}.j2").render(content)


def _breakable(text: str) -> Markup:
    """Escaped, and a line may end within a path or an option."""
    parts = (latex.escape(part) for part in _BREAKS.split(clean(text)))
    return Markup(r"\allowbreak{}".join(parts))


def _verbatim(line: str) -> Markup:
    """A line whose spaces count."""
    indent = len(line) - len(line.lstrip(" "))
    return Markup("~" * indent + _breakable(line.strip()))
