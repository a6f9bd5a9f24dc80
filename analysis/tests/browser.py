# SPDX-License-Identifier: Apache-2.0
"""Shows a page in a real headless Chromium, and says what the browser saw."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

_PROBE = """<!DOCTYPE html><meta charset="utf-8"><body><script>
const frame = document.createElement("iframe");
frame.style = "width:WIDTHpx;height:900px;border:0";
frame.srcdoc = PAGE;
frame.onload = () => setTimeout(() => {
  const page = frame.contentDocument, view = frame.contentWindow;
  const at = (e) => e.getBoundingClientRect();
  const box = (e) => [at(e).width, at(e).height];
  const wide = [...page.body.querySelectorAll("*")].filter(
    (e) => !e.closest(".scroll, svg") && at(e).right > view.innerWidth + 1);
  const style = view.getComputedStyle(page.body);
  const seen = {
    width: view.innerWidth,
    scroll_width: page.documentElement.scrollWidth,
    figures: [...page.querySelectorAll("figure")].map((e) => [e.id, ...box(e)]),
    drawings: [...page.querySelectorAll("figure svg")].map(box),
    wide: wide.map((e) => e.tagName + "." + e.className),
    requests: view.performance.getEntriesByType("resource").map((e) => e.name),
    colours: [style.color, style.backgroundColor],
  };
  document.body.textContent = "SEEN" + btoa(JSON.stringify(seen)) + "END";
}, 200);
document.body.append(frame);
</script></body>"""
"""The page stands in a frame: a window cannot be made as narrow as a phone."""


@dataclass(frozen=True)
class Seen:
    """Boxes in CSS pixels; `console` is what the page wrote to it, errors included."""

    width: int
    scroll_width: int
    figures: list[list]
    drawings: list[list[float]]
    wide: list[str]
    requests: list[str]
    colours: list[str]
    console: list[str]


def look(page: str, folder: Path, width: int, *flags: str) -> Seen:
    """Raises AssertionError where the browser says nothing."""
    quoted = json.dumps(page).replace("</", "<\\/")
    probe = folder / "probe.html"
    probe.write_text(_PROBE.replace("WIDTH", str(width)).replace("PAGE", quoted, 1))
    done = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--enable-logging=stderr",
            f"--user-data-dir={folder / 'profile'}", "--window-size=1600,1000",
            "--virtual-time-budget=5000", *flags, "--dump-dom", probe.as_uri(),
        ],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=120,
        check=False,
    )  # fmt: skip
    found = re.search(r"SEEN([A-Za-z0-9+/=]+)END", done.stdout)
    assert found, done.stderr[-2000:]
    console = [x for x in done.stderr.splitlines() if "CONSOLE" in x]
    return Seen(**json.loads(base64.b64decode(found[1])), console=console)


def print_to_pdf(page: Path, pdf: Path) -> None:
    """As a user's browser prints it."""
    subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            f"--user-data-dir={pdf.parent / 'profile'}", "--no-pdf-header-footer",
            f"--print-to-pdf={pdf}", page.as_uri(),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )  # fmt: skip
