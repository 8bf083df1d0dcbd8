/** Open and close the card: by a pointer that rests on a mark, a click, focus, and Esc. */

import { card, close, fill, open, pin, shown, shows } from "./card.js";
import { seenInMargin, unfold } from "./margin.js";
import { entriesOf, isName, markAt } from "./marks.js";
import { isNarrow, lineAt } from "./position.js";

const REST = 250; // ms until the card opens
const NEXT = 100; // … while another is open
const FOCUS = 150; // … after a mark has got the focus
const LEAVE = 300; // … until it closes after the pointer left mark and card

let opening = 0;
let isByPointer = false; // only then does scrolling, which focus may cause, cancel the opening
let closing = 0;
let dismissed = null; // the mark whose card Esc has closed, until the focus leaves it

export function followPointer(root) {
  root.addEventListener("pointerover", rest);
  root.addEventListener("pointermove", rest);
  root.addEventListener("pointerout", leave);
  root.addEventListener("click", click);
  card.addEventListener("click", clickInside);
  addEventListener("scroll", () => isByPointer && clearTimeout(opening), { passive: true });
}

/** Open the card after a delay, unless the note is visible in the margin. */
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
  const isInUse = shown.isPinned || card.contains(document.activeElement);
  if (!mark || isName(mark) || isInUse) return;
  if (shows(mark)) return void clearTimeout(closing);
  openSoon(mark, shown.mark ? NEXT : REST, lineAt(mark, event.clientX, event.clientY));
}

function leave({ pointerType, target, relatedTarget }) {
  if (pointerType !== "mouse") return;
  const mark = markAt(target);
  if (mark && mark === markAt(relatedTarget)) return;
  if (isByPointer) clearTimeout(opening);
  if (!isPartOfOpen(target) || isPartOfOpen(relatedTarget) || shown.isPinned) return;
  clearTimeout(closing);
  closing = setTimeout(() => {
    if (!shown.isPinned && !hasFocus()) close();
  }, LEAVE);
}

/** Whether `node` is in the open card, or in a mark that it belongs to. */
const isPartOfOpen = (node) => card.contains(node) || shows(markAt(node));

const isSelecting = () => getSelection().type === "Range";

const MODIFIERS = ["ctrlKey", "metaKey", "shiftKey", "altKey"];
const isPlain = (event) =>
  !event.defaultPrevented && !event.button && !MODIFIERS.some((key) => event[key]);

/** Enter is a click without a pointer: Firefox names none, Chromium and WebKit count no click. */
const isWithoutPointer = ({ detail, pointerType }) => detail === 0 || pointerType === "";

/** A plain click pins the card or closes it. Enter and every other click are the link's own. */
function click(event) {
  if (!isPlain(event)) return;
  const mark = markAt(event.target);
  clearTimeout(opening);
  const isOtherName = isName(mark) && shown.isPinned && !shows(mark);
  if (!mark || isOtherName) return clickOutside(event);
  if (isName(mark) && event.detail > 1) return void close(); // the word is selected
  const isEndOfSelecting = !mark.hash && isSelecting();
  if (isWithoutPointer(event) || isEndOfSelecting || !entriesOf(mark).length) return;
  event.preventDefault();
  clearTimeout(closing);
  if (shows(mark) && shown.isPinned) return void close();
  const copy = !shows(mark) && seenInMargin(mark.hash);
  if (copy) return void unfold(copy);
  if (!shows(mark)) open(mark, lineAt(mark, event.clientX, event.clientY));
  pin();
}

/** Follow marks and links in the card. Clicks in it reach neither the text nor other modules. */
function clickInside(event) {
  event.stopPropagation();
  clearTimeout(opening);
  const mark = markAt(event.target);
  const link = event.target.closest('a[href^="#"]');
  const leadsOn = link || (mark && !isSelecting());
  if (!isPlain(event) || !leadsOn) return;
  event.preventDefault();
  if (!mark) return void close(link.hash);
  fill(entriesOf(mark), entriesOf(shown.mark));
  pin();
}

/**
 * Close the card, but not for a link that leaves the page: closing a sheet is a step back in
 * history, which would cancel it. Readers who select words of the card may release the pointer
 * outside.
 */
function clickOutside(event) {
  const control = event.target.closest("a[href], [type=submit]");
  const leavesPage = control && !control.hash && isNarrow();
  const isEndOfSelecting = !control && card.contains(getSelection().anchorNode);
  if (!shown.mark || leavesPage || isEndOfSelecting) return;
  if (control?.hash && isNarrow()) event.preventDefault();
  close(isNarrow() ? control?.hash : "");
}

function hasFocus() {
  const { activeElement } = document;
  if (card.contains(activeElement)) return true;
  return shows(markAt(activeElement)) && activeElement.matches(":focus-visible");
}

export function followKeys(root) {
  root.addEventListener("focusin", ({ target }) => {
    clearTimeout(opening);
    if (card.contains(target)) return;
    const mark = markAt(target);
    if (mark !== dismissed) dismissed = null;
    if (shown.mark && !shows(mark) && !shown.isPinned) close();
    const isNew = mark && mark !== dismissed && !shows(mark);
    if (isNew && target.matches(":focus-visible")) openSoon(mark, FOCUS);
  });

  root.addEventListener("focusout", ({ relatedTarget }) => {
    clearTimeout(opening);
    if (relatedTarget && !shown.isPinned && !isPartOfOpen(relatedTarget)) close();
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
