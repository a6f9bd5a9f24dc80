# SPDX-License-Identifier: Apache-2.0
"""The modules of a plug-in folder: to add a thing is to add its one file."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any


@cache
def plugins(package: str) -> tuple[Any, ...]:
    """All modules of `scaling.<package>`, as its Protocol says.

    They come by the constant ORDER or ID where they have one, then by their names.
    """
    folder = import_module(f"scaling.{package}")
    names = sorted(found.name for found in pkgutil.iter_modules(folder.__path__))
    modules = [import_module(f"scaling.{package}.{name}") for name in names]
    return tuple(sorted(modules, key=_place))


def _place(module: Any) -> tuple[int, str]:
    return getattr(module, "ORDER", 0), getattr(module, "ID", "")
