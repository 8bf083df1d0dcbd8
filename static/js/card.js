/**
 * The card that shows a note where it is called. There is one card and it never stacks.
 * In the document it follows its mark, so that Tab and reading aloud come to it next,
 * and in the top layer at a place in the document, so that it moves with the text.
 */

import { make } from "../lib/dom.js";
import { copyOf, entriesOf, linkOf, nameOf } from "./marks.js";
import { enterSheet, isNarrow, leaveSheet, place, raiseAbove } from "./position.js";

const dataset = { aside: "" };
export const card = make("div", { className: "card", popover: "manual", role: "note", dataset });

/** The mark whose card is open, the line fragment beside the card, and whether it is pinned. */
export const shown = { mark: null, line: null, isPinned: false };

/** Whether the card shows just what `mark` leads to: a letter and its words lead to the same. */
export function shows(mark) {
  return Boolean(mark && shown.mark) && idsOf(mark) === idsOf(shown.mark);
}

const idsOf = (mark) => String(entriesOf(mark).map(({ id }) => id));

export function open(mark, line = mark.getClientRects()[0]) {
  const entries = entriesOf(mark);
  if (!entries.length || !line) return;
  if (shown.mark !== mark) {
    forget();
    shown.mark = mark;
    (mark.closest("sup") ?? mark).after(card);
  }
  shown.line = inDocument(line);
  fill(entries);
  card.showPopover();
  mark.classList.add("is-open");
  settle();
  if (isNarrow()) {
    enterSheet(close);
    raiseAbove(card, mark);
  }
}

/** Put the card where it belongs now. What it has to scroll can be reached by Tab. */
function settle() {
  place(card, shown.line);
  const body = card.querySelector(".card-body");
  if (body.scrollHeight > body.clientHeight + 1) body.tabIndex = 0;
}

function inDocument({ x, y, width, height }) {
  return new DOMRect(x + scrollX, y + scrollY, width, height);
}

export function pin() {
  shown.isPinned = true;
  card.classList.add("is-pinned");
}

/** Close the card, give the focus back if it was inside, and go on to `hash`, if any. */
export function close(hash = "") {
  if (!shown.mark) return;
  const { mark } = shown;
  const heldFocus = card.contains(document.activeElement);
  forget();
  card.remove();
  if (heldFocus && !hash) linkOf(mark)?.focus({ preventScroll: true });
  leaveSheet(hash);
}

function forget() {
  shown.mark?.classList.remove("is-open");
  if (card.isConnected && card.matches(":popover-open")) card.hidePopover();
  card.classList.remove("is-pinned");
  Object.assign(shown, { mark: null, line: null, isPinned: false });
}

/** Show `entries`; `back` is what a way back leads to when a mark inside the card was followed. */
export function fill(entries, back = null) {
  const heldFocus = card.contains(document.activeElement);
  card.ariaLabel = namesOf(entries);
  card.replaceChildren(...contentOf(entries, back));
  if (heldFocus) card.querySelector("a, button").focus(); // what had it is gone
  if (card.matches(":popover-open")) settle();
}

const namesOf = (entries) => [...new Set(entries.map(nameOf))].join(", ");

/**
 * A copy of each entry, its name, and the ways on. The cross comes last: Tab first finds the
 * entry's own links.
 */
function contentOf(entries, back) {
  const list = entries[0].closest("section");
  const all = `All ${list.querySelector("h2").textContent.toLowerCase()}`;
  const head = make("p", { className: "card-head" });
  if (back) {
    const onclick = () => fill(back);
    head.append(make("button", { className: "card-back", onclick }, `‹ ${namesOf(back)}`));
  }
  head.append(make("span", { className: "card-name" }, namesOf(entries)));
  return [
    head,
    make("div", { className: "card-body" }, ...entries.map(copyOf)),
    make("p", { className: "card-foot" }, make("a", { href: `#${list.id}` }, all)),
    make("button", { className: "card-close", ariaLabel: "Close", onclick: () => close() }, "×"),
  ];
}

addEventListener("resize", () => {
  if (!shown.mark) return;
  shown.line = inDocument(shown.mark.getClientRects()[0]);
  settle();
  if (isNarrow()) enterSheet(close);
});
