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
frame.style = "width:WIDTHpx;height:HEIGHTpx;border:0";
frame.srcdoc = PAGE;
frame.onload = () => setTimeout(() => {
  const page = frame.contentDocument, view = frame.contentWindow;
  const all = (query, within = page) => [...within.querySelectorAll(query)];
  const at = (e) => e.getBoundingClientRect();
  const box = (e) => [at(e).width, at(e).height];
  const named = (e) => e.tagName + "." + (e.getAttribute("class") || "") + " " +
    e.textContent.trim().slice(0, 40);
  const texts = (e) => [...e.childNodes].some(
    (n) => n.nodeType === 3 && n.textContent.trim());
  const first = all("body *").filter((e) => texts(e) && at(e).height &&
    at(e).bottom <= view.innerHeight && at(e).top >= 0);
  const first_screen = first.map((e) => e.textContent.trim()).join(" | ");
  const press = (key) => view.document.activeElement.dispatchEvent(
    new view.KeyboardEvent("keydown", {key, bubbles: true}));
  const tip = page.querySelector(".tip");
  const chart = page.querySelector(".view:not([hidden]) svg");
  const keyboard = [];
  if (chart && tip) {
    chart.focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft"]) {
      press(key);
      keyboard.push(tip.hidden ? "" : tip.textContent);
    }
    press("Escape");
  }
  const views = all("button[data-x], button[data-scale]").map((button) => {
    button.click();
    return [button.textContent, all(".view").filter((v) => at(v).height > 150).length];
  });
  all("details").forEach((e) => { e.open = true; });
  const wide = all("body *").filter(
    (e) => !e.closest(".scroll, svg") && at(e).right > view.innerWidth + 1);
  const cut = all("body *").filter((e) => !e.closest("svg, .scroll, pre") &&
    at(e).width && e.scrollWidth > e.clientWidth + 1 &&
    view.getComputedStyle(e).display !== "inline" &&
    view.getComputedStyle(e).overflowX !== "visible");
  const beyond = all(".view svg text").filter((e) => at(e).width &&
    (at(e).right > at(e.closest("svg")).right + 1 ||
     at(e).left < at(e.closest("svg")).left - 1 ||
     at(e).top < at(e.closest("svg")).top - 1 ||
     at(e).bottom > at(e.closest("svg")).bottom + 1));
  const rgb = (words) => words.match(/[0-9.]+/g).map(Number);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const colour = rgb(view.getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((c) => c / 255).map(
      (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (e) => {
    const style = view.getComputedStyle(e);
    const [a, b] = [light(rgb(e.closest("svg") ? style.fill : style.color)),
                    light(behind(e))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const pale = all("body *").filter((e) => texts(e) && at(e).width &&
    !e.closest(".figures svg, script") && contrast(e) < 4.5);
  const covers = (e) => {
    const colour = rgb(view.getComputedStyle(e).backgroundColor);
    return colour.length === 3 || colour[3] > 0.99;
  };
  const breaks = (e) => {
    const range = page.createRange();
    range.selectNode(e);
    return range.getClientRects().length > 1;
  };
  const nodes = (e) => e.nodeType === 3 ? [e] : [...e.childNodes].flatMap(nodes);
  const style = view.getComputedStyle(page.body);
  const seen = {
    width: view.innerWidth,
    scroll_width: page.documentElement.scrollWidth,
    figures: all("figure").map((e) => [e.id, ...box(e)]),
    drawings: all("figure svg").filter((e) => !e.closest("[hidden]")).map(box),
    wide: wide.map(named),
    cut: [...cut, ...beyond].map(named),
    pale: pale.map(named),
    uneven: all("tbody tr").filter((e) => at(e).height % 1 > 0.01 &&
      [...e.children].some((c) => covers(c) && !c.closest(".tree td, .picked")))
      .map(named),
    torn: all("td:not(.text)").filter((e) =>
      !e.closest(".environment") && nodes(e).some(breaks)).map(named),
    filters: all(".figures svg").map((e) => view.getComputedStyle(e).filter),
    first_screen: first_screen,
    keyboard: keyboard,
    views: views,
    requests: view.performance.getEntriesByType("resource").map((e) => e.name),
    colours: [style.color, style.backgroundColor],
  };
  const bytes = new TextEncoder().encode(JSON.stringify(seen));
  document.body.textContent = "SEEN" + btoa(String.fromCharCode(...bytes)) + "END";
}, 200);
document.body.append(frame);
</script></body>"""
"""The page stands in a frame: a window cannot be made as narrow as a phone."""
HEIGHT = 900


@dataclass(frozen=True)
class Seen:
    """Boxes in CSS pixels; `console` is what the page wrote to it, errors included.

    `first_screen` are the words seen before anything is scrolled or opened; what arrow
    keys show on a chart is `keyboard`, and `views` are the charts that each button
    leaves to be seen. All else is of the page with every part unfolded: `cut` is what
    its own box does not hold, `pale` is text whose contrast is below 4.5, `uneven` are
    rows of tables that are no whole pixels high, with cells that cover a line, `torn`
    are numbers that a line's end breaks, and `filters` are those of drawings.
    """

    width: int
    scroll_width: int
    figures: list[list]
    drawings: list[list[float]]
    wide: list[str]
    cut: list[str]
    pale: list[str]
    uneven: list[str]
    torn: list[str]
    filters: list[str]
    first_screen: str
    keyboard: list[str]
    views: list[list]
    requests: list[str]
    colours: list[str]
    console: list[str]


def look(page: str, folder: Path, width: int, *flags: str) -> Seen:
    """Raises AssertionError where the browser says nothing."""
    quoted = json.dumps(page).replace("</", "<\\/")
    probe = folder / "probe.html"
    size = _PROBE.replace("WIDTH", str(width)).replace("HEIGHT", str(HEIGHT))
    probe.write_text(size.replace("PAGE", quoted, 1))
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
