/** On wide screens, copies of the author's notes in the margin, for the eye alone. */

import { make } from "../lib/dom.js";
import { copyOf } from "./marks.js";

const GAP = 12; // px between notes

// Where the baseline is, in heights of a line of Spectral and of the faces fitted to it.
const BASELINE = 0.696;
const RAISED = 1.024; // of the text's line, below a mark that is raised above it

const column = make("div", { className: "margin", ariaHidden: "true", dataset: { aside: "" } });
const notes = new Map(); // first mark, copy and its number, by the hash that leads to the note

export function fillMargin(text) {
  for (const mark of text.querySelectorAll('[role="doc-noteref"]')) {
    const note = document.getElementById(mark.hash.slice(1));
    if (!note || notes.has(mark.hash)) continue;
    const copy = copyOf(note);
    copy.dataset.note = note.id;
    for (const letter of copy.querySelectorAll(".letter")) letter.remove();
    for (const link of copy.querySelectorAll("a")) {
      const { className, dataset, childNodes } = link; // nothing here takes the focus
      link.replaceWith(make("span", { className, dataset }, ...childNodes));
    }
    const number = make("span", { className: "margin-number" }, mark.textContent);
    (copy.querySelector("p") ?? copy).prepend(number, " ");
    copy.addEventListener("click", () => getSelection().type === "Range" || unfold(copy));
    notes.set(mark.hash, { mark, copy, number });
    column.append(copy);
  }
  text.after(column);
  layOut(); // before anything of it is painted
  new ResizeObserver(layOut).observe(text);
  new ResizeObserver(layOut).observe(column);
}

/**
 * Align each note with the line of its mark, or place it below the note before. Read everything
 * first, then write.
 */
export function layOut() {
  const all = [...notes.values()];
  const top = column.getBoundingClientRect().top;
  if (!all.length || !column.offsetWidth) return;
  const [{ number, copy: one }] = all;
  const first = baselineOf(number, BASELINE) - one.getBoundingClientRect().top;
  const read = all.map(({ mark, copy }) => ({
    copy,
    wanted: baselineOf(mark, RAISED) - top - first,
    height: copy.offsetHeight,
    isFolded: copy.scrollHeight > copy.clientHeight + 2,
  }));
  let end = -Infinity;
  for (const { copy, wanted, height, isFolded } of read) {
    const place = Math.max(wanted, end);
    copy.style.top = `${place}px`;
    copy.classList.toggle("is-folded", isFolded);
    end = place + height + GAP;
  }
}

function baselineOf(element, at) {
  const { top, height } = element.getBoundingClientRect();
  return top + height * at;
}

/** Show the whole of a long note, or fold it again. */
export function unfold(copy) {
  if (!copy.matches(".is-folded, .is-whole")) return;
  copy.classList.toggle("is-whole");
  layOut();
}

/** The copy of what `hash` leads to, if at least half of it is in view. */
export function seenInMargin(hash) {
  const copy = notes.get(hash)?.copy;
  const { top, bottom, height } = copy?.getBoundingClientRect() ?? {};
  return height && Math.min(bottom, innerHeight) - Math.max(top, 0) >= height / 2 ? copy : null;
}
