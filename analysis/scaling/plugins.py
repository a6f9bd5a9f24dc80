# SPDX-License-Identifier: Apache-2.0
"""The modules of a plug-in folder: to add a thing is to add its one file."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def plugins(package: str) -> tuple[ModuleType, ...]:
    """All modules of `scaling.<package>`, in the order of their names."""
    folder = import_module(f"scaling.{package}")
    names = sorted(found.name for found in pkgutil.iter_modules(folder.__path__))
    return tuple(import_module(f"scaling.{package}.{name}") for name in names)
