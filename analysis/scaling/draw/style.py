# SPDX-License-Identifier: Apache-2.0
"""How figures look: our style, and what a user's says instead.

A style is a file of matplotlib's settings
(https://matplotlib.org/stable/users/explain/customizing.html): fonts, sizes, colours
(`axes.prop_cycle`), and the size of a figure (`figure.figsize`, in inches).
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

Style = Mapping[str, Any]
"""Settings of matplotlib by their names."""

FOLDER = Path(__file__).parent / "styles"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.mplstyle")))
"""The styles that come with assay."""
PLAIN: Style = {}
"""Ours and nothing else."""

_NOT_OURS = ("backend", "backend_fallback", "interactive", "toolbar")


class StyleError(Exception):
    """Says what is wrong with a style, with file and line where there is one."""


def read_style(name: str) -> Style:
    """The settings of a style of ours, or of a file; raises StyleError."""
    import matplotlib  # slow to load

    path = FOLDER / f"{name}.mplstyle" if name in NAMES else Path(name)
    try:
        with _warnings_of_matplotlib() as found:
            style = matplotlib.rc_params_from_file(path, use_default_template=False)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", "") or "no text file"
        raise StyleError(
            f"{name}: {why}. Give a style file of matplotlib, or {' or '.join(NAMES)}"
        ) from error
    if found:
        raise StyleError("\n".join(found))
    if style.get("text.usetex") and not shutil.which("latex"):
        raise StyleError(f"{name}: text.usetex needs latex, which is not on PATH")
    return {key: value for key, value in style.items() if key not in _NOT_OURS}


def style_of(salt: str, own: Style = PLAIN) -> AbstractContextManager[None]:
    """While it lasts, matplotlib's settings are ours and `own`, whatever a matplotlibrc
    says; `salt` makes the ids of SVG."""
    import matplotlib

    ours = read_style("one-column")
    settings = {**matplotlib.rcParamsDefault, **ours, **own, "svg.hashsalt": salt}
    return matplotlib.rc_context(
        {name: value for name, value in settings.items() if name not in _NOT_OURS}
    )


@contextmanager
def _warnings_of_matplotlib() -> Iterator[list[str]]:
    """What matplotlib says of lines that it leaves out, one line each."""
    found: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(" ".join(record.getMessage().split()))
    logger = logging.getLogger("matplotlib")
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)
