/** The card and the pointer: it opens when the pointer rests on a mark, a click keeps it open. */

import { card, close, fill, open, pin, shown, shows } from "./card.js";
import { entriesOf, markAt } from "./marks.js";
import { isNarrow, lineAt } from "./place.js";

const REST = 250; // ms until the card opens
const NEXT = 100; // … while another is open
const LEAVE = 300; // … until it closes after the pointer left mark and card

let opening = 0;
let closing = 0;

export function followPointer(root) {
  root.addEventListener("pointerover", rest);
  root.addEventListener("pointermove", rest);
  root.addEventListener("pointerout", leave);
  root.addEventListener("click", click);
  addEventListener("scroll", () => clearTimeout(opening), { passive: true, capture: true });
}

function rest(event) {
  if (event.pointerType !== "mouse" || isNarrow() || event.buttons) return;
  if (card.contains(event.target)) return void clearTimeout(closing);
  const mark = markAt(event.target);
  clearTimeout(opening);
  if (!mark || shown.isPinned) return;
  if (shows(mark)) return void clearTimeout(closing);
  const line = lineAt(mark, event.clientX, event.clientY);
  opening = setTimeout(() => {
    clearTimeout(closing);
    open(mark, line);
  }, shown.mark ? NEXT : REST);
}

function leave({ pointerType, target, relatedTarget }) {
  if (pointerType !== "mouse") return;
  clearTimeout(opening);
  const wasOn = card.contains(target) || shows(markAt(target));
  if (!wasOn || shown.isPinned || card.contains(relatedTarget)) return;
  clearTimeout(closing);
  closing = setTimeout(() => {
    if (!shown.isPinned && !hasFocus()) close();
  }, LEAVE);
}

/** A plain click keeps the card or closes it. Enter (which has no pointer) and every other click are the link's own. */
function click(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const mark = markAt(event.target);
  clearTimeout(opening);
  if (card.contains(event.target)) return clickInside(event, mark);
  if (!mark) return clickOutside(event);
  if (event.detail === 0 || !entriesOf(mark).length || hasSelection()) return;
  event.preventDefault();
  clearTimeout(closing);
  if (shows(mark) && shown.isPinned) return void close();
  if (!shows(mark)) open(mark, lineAt(mark, event.clientX, event.clientY));
  pin();
}

function clickInside(event, mark) {
  const link = event.target.closest('a[href^="#"]');
  if (mark && link) {
    event.preventDefault();
    fill(entriesOf(mark), entriesOf(shown.mark));
    pin();
  } else if (link) {
    event.preventDefault();
    close(link.hash);
  }
}

/** What leads away from the page is let go; a step back in history would cross it. */
function clickOutside(event) {
  const control = event.target.closest("a[href], button");
  if (!shown.mark || (control && !control.hash && isNarrow())) return;
  if (control?.hash && isNarrow()) event.preventDefault();
  close(isNarrow() ? control?.hash : "");
}

function hasFocus() {
  return card.contains(document.activeElement) || (shows(markAt(document.activeElement)) && document.activeElement.matches(":focus-visible"));
}

/** Whether words are selected: a click that ends a selection is not meant for the mark under it. */
function hasSelection() {
  return getSelection()?.type === "Range";
}
