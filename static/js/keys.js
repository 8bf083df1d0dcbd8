/** The card and the keyboard: it opens while a mark has the focus, and Esc closes it. */

import { card, close, open, shown, shows } from "./card.js";
import { markAt } from "./marks.js";

const REST = 150; // ms of focus until the card opens

let opening = 0;
let dismissed = null;

export function followKeys(root) {
  root.addEventListener("focusin", ({ target }) => {
    clearTimeout(opening);
    if (card.contains(target)) return;
    const mark = markAt(target);
    if (mark !== dismissed) dismissed = null;
    if (shown.mark && !shows(mark) && !shown.isPinned) close();
    if (!mark || mark === dismissed || shows(mark) || !target.matches(":focus-visible")) return;
    opening = setTimeout(() => open(mark), REST);
  });

  root.addEventListener("focusout", ({ relatedTarget }) => {
    clearTimeout(opening);
    if (relatedTarget && !shown.isPinned && !card.contains(relatedTarget) && !shows(markAt(relatedTarget))) close();
  });

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    clearTimeout(opening);
    if (!shown.mark) return;
    event.preventDefault();
    dismissed = shown.mark;
    close();
  });
}
