/** What opens and closes the card: the pointer that rests on a mark, a click that keeps it, focus, and Esc. */

import { card, close, fill, open, pin, shown, shows } from "./card.js";
import { seenInMargin, unfold } from "./margin.js";
import { entriesOf, isName, markAt } from "./marks.js";
import { isNarrow, lineAt } from "./position.js";

const REST = 250; // ms until the card opens
const NEXT = 100; // … while another is open
const FOCUS = 150; // … after a mark has got the focus
const LEAVE = 300; // … until it closes after the pointer left mark and card

let opening = 0;
let isByPointer = false; // only then does scrolling, which focus itself may cause, cancel the opening
let closing = 0;
let dismissed = null;

export function followPointer(root) {
  root.addEventListener("pointerover", rest);
  root.addEventListener("pointermove", rest);
  root.addEventListener("pointerout", leave);
  root.addEventListener("click", click);
  card.addEventListener("click", clickInside);
  addEventListener("scroll", () => isByPointer && clearTimeout(opening), { passive: true });
}

/** Open the card after a time, unless the note stands in the margin. */
function openSoon(mark, time, line) {
  clearTimeout(opening);
  if (seenInMargin(mark.hash)) return;
  isByPointer = Boolean(line);
  opening = setTimeout(() => {
    clearTimeout(closing);
    open(mark, line);
  }, time);
}

function rest(event) {
  if (event.pointerType !== "mouse" || isNarrow() || event.buttons) return;
  if (card.contains(event.target)) return void clearTimeout(closing);
  const mark = markAt(event.target);
  if (isByPointer) clearTimeout(opening); // focus scrolls the text under a pointer that rests
  if (!mark || isName(mark) || shown.isPinned || card.contains(document.activeElement)) return;
  if (shows(mark)) return void clearTimeout(closing);
  openSoon(mark, shown.mark ? NEXT : REST, lineAt(mark, event.clientX, event.clientY));
}

function leave({ pointerType, target, relatedTarget }) {
  if (pointerType !== "mouse") return;
  const mark = markAt(target);
  if (mark && mark === markAt(relatedTarget)) return;
  if (isByPointer) clearTimeout(opening);
  const wasOn = card.contains(target) || shows(mark);
  if (!wasOn || shown.isPinned || card.contains(relatedTarget) || shows(markAt(relatedTarget))) return;
  clearTimeout(closing);
  closing = setTimeout(() => {
    if (!shown.isPinned && !hasFocus()) close();
  }, LEAVE);
}

const isPlain = (event) => !(event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

/** Enter is a click without a pointer: Firefox names none, Chromium and WebKit count no click. */
const isWithoutPointer = ({ detail, pointerType }) => detail === 0 || pointerType === "";

/** A plain click keeps the card or closes it. Enter (which has no pointer) and every other click are the link's own. */
function click(event) {
  if (!isPlain(event)) return;
  const mark = markAt(event.target);
  clearTimeout(opening);
  if (!mark || (isName(mark) && shown.isPinned && !shows(mark))) return clickOutside(event);
  if (isName(mark) && event.detail > 1) return void close(); // the word is selected
  if (isWithoutPointer(event) || !entriesOf(mark).length || (!mark.hash && getSelection().type === "Range")) return;
  event.preventDefault();
  clearTimeout(closing);
  if (shows(mark) && shown.isPinned) return void close();
  const copy = !shows(mark) && seenInMargin(mark.hash);
  if (copy) return void unfold(copy);
  if (!shows(mark)) open(mark, lineAt(mark, event.clientX, event.clientY));
  pin();
}

/** Marks and links in the card. What is clicked in it is not clicked in the text that it stands in, nor seen by other modules. */
function clickInside(event) {
  event.stopPropagation();
  clearTimeout(opening);
  const mark = markAt(event.target);
  const link = event.target.closest('a[href^="#"]');
  if (!isPlain(event) || (!link && (!mark || getSelection().type === "Range"))) return;
  event.preventDefault();
  if (!mark) return void close(link.hash);
  fill(entriesOf(mark), entriesOf(shown.mark));
  pin();
}

/**
 * What leads away from the page is let go: closing a sheet, a step back in history, would cross it.
 * Who selects words of the card may let go of the pointer outside.
 */
function clickOutside(event) {
  const control = event.target.closest("a[href], [type=submit]");
  if (!shown.mark || (control ? !control.hash && isNarrow() : card.contains(getSelection().anchorNode))) return;
  if (control?.hash && isNarrow()) event.preventDefault();
  close(isNarrow() ? control?.hash : "");
}

function hasFocus() {
  const { activeElement } = document;
  return card.contains(activeElement) || (shows(markAt(activeElement)) && activeElement.matches(":focus-visible"));
}

export function followKeys(root) {
  root.addEventListener("focusin", ({ target }) => {
    clearTimeout(opening);
    if (card.contains(target)) return;
    const mark = markAt(target);
    if (mark !== dismissed) dismissed = null;
    if (shown.mark && !shows(mark) && !shown.isPinned) close();
    if (mark && mark !== dismissed && !shows(mark) && target.matches(":focus-visible")) openSoon(mark, FOCUS);
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
    close();
    clearTimeout(opening); // the mark may have got the focus back
    dismissed = markAt(document.activeElement);
  });
}
