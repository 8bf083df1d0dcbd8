/** The marks in the text that lead to a note, an annotation or an emendation, and what they lead to. */

import { inMargin } from "./margin.js";

const WORDS = ".annotated:not(.is-out)"; // those of an annotation that the reader has not put aside
const MARKS = `a[role="doc-noteref"], .letter > a, a.emended, ${WORDS}`;

/** The mark that `node` belongs to, or null. */
export function markAt(node) {
  return node instanceof Element && !node.closest(".margin") ? node.closest(MARKS) : null;
}

/** The entries that a mark leads to: several where annotated words overlap. */
export function entriesOf(mark) {
  const ids = mark.matches("a") ? [mark.hash.slice(1)] : [];
  if (!mark.matches('[role="doc-noteref"], .letter > a')) {
    for (let words = mark.closest(WORDS); words; words = words.parentElement.closest(WORDS)) {
      ids.push(words.dataset.annotation);
    }
  }
  const entries = [...new Set(ids)].map((id) => document.getElementById(id)).filter(Boolean);
  return entries.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}

/** The mark itself, or the letter of annotated words: what can have the focus. */
export const linkOf = (mark) => (mark.hash ? mark : document.querySelector(`.letter > [href="#${entriesOf(mark)[0].id}"]`));

/** What an entry is called: "Note 7", "Annotation b", "Emendation". */
export function nameOf(entry) {
  if (entry.closest('[role="doc-endnotes"]')) return `Note ${entry.value || entry.id.slice(2)}`;
  if (entry.matches(".annotation")) return `Annotation ${entry.querySelector(".letter").textContent}`;
  return "Emendation";
}

/** Every mark in the text that leads to `entry`. */
function marksOf(entry) {
  return document.querySelectorAll(
    `.text a[href="#${entry.id}"], .note-text a[href="#${entry.id}"], .annotated[data-annotation="${entry.id}"]`,
  );
}

/** Light up a mark and its entry together while the reader points at, or tabs to, either. */
export function markPairs(root) {
  let lit = [];

  const light = ({ target }) => {
    const mark = markAt(target);
    const entry = target instanceof Element ? target.closest(".notes li, .annotations li, .emendations li") : null;
    const pair = mark ? [mark, ...entriesOf(mark)] : entry ? [entry, ...marksOf(entry)] : [];
    const copy = mark?.hash && inMargin(mark.hash);
    if (copy) pair.push(copy);
    for (const part of lit) if (!pair.includes(part)) part.classList.remove("is-active");
    for (const part of pair) part.classList.add("is-active");
    lit = pair;
  };

  root.addEventListener("pointerover", light);
  root.addEventListener("focusin", light);

  // Coming to a note from its second mark, the second way back is the one to take.
  root.addEventListener("click", ({ target }) => {
    const mark = markAt(target);
    if (!mark?.id) return;
    root.querySelector(".back-links .is-origin")?.classList.remove("is-origin");
    root.querySelector(`.back-links a[href="#${mark.id}"]`)?.classList.add("is-origin");
  });
}
