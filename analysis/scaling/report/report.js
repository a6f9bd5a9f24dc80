// SPDX-License-Identifier: Apache-2.0
/* Values under the pointer and by keyboard, views of the charts, and copying. The page
   is complete without it. */
(() => {
  "use strict";
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const tip = document.querySelector(".tip");

  all("[data-script]").forEach((element) => { element.hidden = false; });

  /* The browser would show titles a second time, and late. */
  all(".dot").forEach((mark) => {
    const title = mark.querySelector("title");
    mark.dataset.tip = title.textContent;
    title.remove();
  });

  const hide = () => {
    tip.hidden = true;
    all(".dot.here").forEach((mark) => mark.classList.remove("here"));
  };
  const centre = (mark) => {
    const box = mark.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const show = (mark) => {
    hide();
    mark.classList.add("here");
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    const [x, y] = centre(mark), box = tip.getBoundingClientRect();
    const room = document.documentElement.clientWidth - box.width - 8;
    tip.style.left = `${Math.max(8, Math.min(room, x - box.width / 2))}px`;
    tip.style.top = `${y > box.height + 24 ? y - box.height - 12 : y + 14}px`;
  };
  const visible = (svg) =>
    all(".dot", svg).filter((mark) => mark.getClientRects().length);

  all(".view svg").forEach((svg) => {
    let at = -1;
    svg.addEventListener("pointermove", (event) => {
      const far = (mark) => {
        const [x, y] = centre(mark);
        return Math.hypot(x - event.clientX, y - event.clientY);
      };
      const marks = visible(svg).sort((a, b) => far(a) - far(b));
      if (marks.length && far(marks[0]) < 40) show(marks[0]); else hide();
    });
    svg.addEventListener("pointerleave", hide);
    svg.addEventListener("blur", hide);
    svg.addEventListener("keydown", (event) => {
      const step = {ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1}[event.key];
      if (event.key === "Escape") hide();
      if (!step) return;
      event.preventDefault();
      const marks = visible(svg);
      if (!marks.length) return;
      at = at < 0 ? (step > 0 ? 0 : marks.length - 1)
                  : (at + step + marks.length) % marks.length;
      show(marks[at]);
    });
  });

  const chosen = {x: "units", scale: "log"};
  const press = (buttons, pressed) => buttons.forEach((button) =>
    button.setAttribute("aria-pressed", String(button === pressed)));
  for (const name of ["x", "scale"]) {
    const buttons = all(`button[data-${name}]`);
    buttons.forEach((button) => button.addEventListener("click", () => {
      chosen[name] = button.dataset[name];
      press(buttons, button);
      all(".view").forEach((view) => {
        view.hidden = view.dataset.x !== chosen.x || view.dataset.scale !== chosen.scale;
      });
    }));
  }
  all("button[data-series]").forEach((button) =>
    button.addEventListener("click", () => {
      const off = button.getAttribute("aria-pressed") === "true";
      button.setAttribute("aria-pressed", String(!off));
      all(`.charts .s${button.dataset.series}`).forEach((part) =>
        part.classList.toggle("off", off));
    }));

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  all("button[data-copy]").forEach((button) => {
    const words = button.textContent;
    button.addEventListener("click", async () => {
      await copy(document.getElementById(button.dataset.copy).textContent);
      button.textContent = "copied";
      setTimeout(() => { button.textContent = words; }, 1200);
    });
  });

  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    for (let e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    closed.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () =>
    closed.forEach((details) => { details.open = false; }));
})();
