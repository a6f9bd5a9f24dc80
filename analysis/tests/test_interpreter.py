# SPDX-License-Identifier: Apache-2.0
"""Old interpreters: which are refused and how, and what stands in for newer ones."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import scaling
from scaling import zipped
from scaling.utc import seconds_since_1970
from scaling.words.text import fixed

HERE = Path(scaling.__file__).parents[1]


def test_an_interpreter_without_packages_says_which_and_what_it_needs() -> None:
    # -S: without the directories of packages.
    words = [sys.executable, "-S", "-m", "scaling", "table", "."]
    run = subprocess.run(words, cwd=HERE, capture_output=True, text=True, check=False)
    assert run.returncode == scaling.USAGE
    assert run.stderr == (
        f"{sys.executable} has no numpy, scipy, matplotlib, Jinja2. The "
        "analysis needs Python 3.9 or later with numpy 1.22, scipy 1.7, "
        "matplotlib 3.6, Jinja2 2.11 or later: ASSAY_PYTHON names another one\n"
    )


def test_what_an_interpreter_lacks() -> None:
    good = {**scaling.NEEDED, "numpy": "2.0.2rc1", "scipy": ""}
    assert scaling.missing("3.9", good) == scaling.missing("3.13", good) == ""
    assert scaling.missing("3.8", good).startswith("is Python 3.8. ")
    some = {name: good[name] for name in ("numpy", "scipy", "Jinja2")}
    assert scaling.missing("3.9", some).startswith("has no matplotlib. ")
    old = {**good, "numpy": "1.19.5", "matplotlib": "3.3.4"}
    assert scaling.missing("3.9", old).startswith(
        "has numpy 1.19.5, matplotlib 3.3.4. "
    )


@pytest.mark.parametrize("project", [HERE, HERE.parent], ids=["analysis", "wheel"])
def test_the_projects_ask_for_the_same(project) -> None:
    text = (project / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-python = ">={scaling.OLDEST}"' in text
    listed = re.search(r"^dependencies = \[(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert dict(re.findall(r'"(\w+)>=([0-9.]+)"', listed[1])) == scaling.NEEDED


@pytest.mark.parametrize("zip_equal", [zipped.zip_equal, zipped._zip_equal])
def test_columns_that_belong_together_are_equally_long(zip_equal) -> None:
    assert list(zip_equal([1, 2], iter("ab"))) == [(1, "a"), (2, "b")]
    assert list(zip_equal()) == []
    with pytest.raises(ValueError):
        list(zip_equal([1, 2], "a"))


@pytest.mark.parametrize(
    ("utc", "seconds"),
    [
        ("1970-01-02T00:00:00.250Z", 86_400.25),
        ("1970-01-01T00:00:01Z", 1.0),
        ("1970-01-01T02:00:00+02:00", 0.0),
    ],
)
def test_instants(utc: str, seconds: float) -> None:
    assert seconds_since_1970(utc) == seconds


@pytest.mark.parametrize("utc", ["", "yesterday", "0001-01-01T00:00:00"])
def test_what_is_no_instant(utc: str) -> None:
    with pytest.raises(ValueError):
        seconds_since_1970(utc)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(-0.004, 2, "0.00"), (-0.4, 0, "0"), (-1.25, 1, "-1.2"), (-0.05, 1, "-0.1")],
)
def test_a_zero_has_no_sign(value: float, decimals: int, text: str) -> None:
    assert fixed(value, decimals) == text
    if sys.version_info >= (3, 11):
        assert text == format(value, f"z.{decimals}f")
