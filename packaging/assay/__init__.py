# SPDX-License-Identifier: Apache-2.0
"""Starts the program of the wheel with the interpreter that the wheel is installed for."""

import os
import sys
from pathlib import Path


def main():
    """Becomes the program `assay`, whose analysis is run by this interpreter."""
    os.environ.setdefault("ASSAY_PYTHON", sys.executable)
    program = Path(__file__).parent / "bin" / "assay"
    os.execv(program, ["assay", *sys.argv[1:]])
