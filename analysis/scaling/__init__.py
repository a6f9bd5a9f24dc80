# SPDX-License-Identifier: Apache-2.0
"""From the journal of a study to its tables, figures and report."""

import sys
from importlib.util import find_spec

OLDEST = (3, 9)
PACKAGES = ("numpy", "scipy", "pandas", "matplotlib", "jinja2")
USAGE = 2
"""Exit code of `assay` for what the user has to mend."""


def missing(version, packages):
    """What an interpreter of this version with these packages lacks, in words.

    Empty where it lacks nothing. Written for any Python 3: it says that one is too old.
    """
    lacks = [name for name in PACKAGES if name not in packages]
    needs = "Python {}.{} or later with {}".format(*OLDEST, ", ".join(PACKAGES))
    if tuple(version[:2]) < OLDEST:
        is_seen = "is Python {}.{}".format(*version[:2])
    elif lacks:
        is_seen = "has no {}".format(", ".join(lacks))
    else:
        return ""
    return f"{is_seen}. The analysis needs {needs}: ASSAY_PYTHON names another one"


_lacks = missing(sys.version_info, [name for name in PACKAGES if find_spec(name)])
if _lacks:
    print(f"{sys.executable} {_lacks}", file=sys.stderr)
    raise SystemExit(USAGE)
