/** The entry of the timeline that the reader has come to, marked and shown in the sidebar. */

import { make } from "../lib/dom.js";

const LINE = 0.3; // of the window's height: where we assume that the reader reads
const SETTLED = 50; // ms without scrolling
const PATIENCE = 3000; // ms in which the sidebar is the reader's own after they touched it

export function followCurrent(nav, side, beside, entryOf) {
  const passages = [...document.querySelectorAll(".text .dated[id]")];
  const beyond = (className) => make("p", { className, ariaHidden: "true" });
  const above = beyond("beyond above");
  const below = beyond("beyond below");
  side.prepend(above);
  side.append(below);
  let touched = -PATIENCE;
  let settling = 0;
  let near = [];

  function follow() {
    const tops = passages.map((passage) => passage.getBoundingClientRect().top);
    const at = currentOf(tops);
    const current = at < 0 ? null : entryOf(passages[at]);
    if (beside.matches) {
      if (current && performance.now() - touched >= PATIENCE) reveal(side, current);
      const isNear = (_, i) => i === at || (tops[i] > 0 && tops[i] < innerHeight);
      near = [...new Set(passages.filter(isNear).map(entryOf))];
      count();
    }
    mark(nav, current); // last: a write before a read would force a layout
  }

  /** Say how many of the entries that the visible text speaks of are out of the sidebar's view. */
  function count() {
    const box = side.getBoundingClientRect();
    const boxes = near.map((entry) => entry.getBoundingClientRect());
    say(above, boxes.filter(({ bottom }) => bottom <= box.top).length, "above");
    say(below, boxes.filter(({ top }) => top >= box.bottom).length, "below");
  }

  const settle = () => {
    clearTimeout(settling);
    settling = setTimeout(follow, SETTLED);
  };
  addEventListener("scroll", settle, { passive: true });
  addEventListener("resize", settle);
  side.addEventListener("scroll", count, { passive: true });
  for (const kind of ["pointerdown", "pointermove", "wheel", "keydown", "focusin"]) {
    side.addEventListener(kind, () => (touched = performance.now()), { passive: true });
  }
  follow();
}

/**
 * The last passage above the line at which the reader reads; at the end of the page the last of
 * all.
 */
function currentOf(tops) {
  const isEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
  return isEnd ? tops.length - 1 : tops.findLastIndex((top) => top <= innerHeight * LINE);
}

function mark(nav, entry) {
  const link = entry?.querySelector("a");
  const old = nav.querySelector("[aria-current]");
  if (old === link) return;
  old?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  for (const tick of nav.querySelectorAll("[data-events]")) {
    tick.classList.toggle("is-current", tick.dataset.events.split(" ").includes(entry?.id));
  }
}

/** Scroll the sidebar so far that it shows an entry. */
export function reveal(side, entry) {
  const box = side.getBoundingClientRect();
  const { top, bottom, height } = entry.getBoundingClientRect();
  if (top >= box.top + 24 && bottom <= box.bottom - 24) return;
  side.scrollTop += top - box.top - (box.height - height) / 2;
}

function say(note, number, where) {
  const words = number ? `${number} ${where}` : "";
  if (note.textContent !== words) note.textContent = words;
}
