/**
 * Where the card stands: above or below the line of its mark, or as a sheet at the bottom,
 * which Back closes instead of leaving the page.
 */

const GAP = 6; // from the line
const EDGE = 8; // from the edges of the window
const TALLEST = 0.6; // of the window's height

const narrow = matchMedia("(max-width: 40rem)");

export const isNarrow = () => narrow.matches;

/**
 * Place `card` beside `line`, a rectangle in the document: below where it fits, else where there is
 * more room.
 */
export function place(card, line) {
  const { style } = card;
  style.maxHeight = style.left = style.top = "";
  if (isNarrow()) return;

  const width = document.documentElement.clientWidth;
  const above = line.top - scrollY - GAP - EDGE;
  const below = innerHeight - (line.bottom - scrollY) - GAP - EDGE;
  const natural = card.getBoundingClientRect().height;
  const wanted = Math.min(natural, innerHeight * TALLEST);
  const isBelow = wanted <= below || below >= above;
  const height = Math.min(wanted, isBelow ? below : above);

  if (height < natural) style.maxHeight = `${height}px`;
  const left = Math.min(line.left - scrollX - 24, width - card.offsetWidth - EDGE);
  style.left = `${Math.max(EDGE, left) + scrollX}px`;
  style.top = `${isBelow ? line.bottom + GAP : line.top - GAP - height}px`;
}

/** Scroll just so far that the sheet does not cover `mark`. */
export function raiseAbove(card, mark) {
  const hidden = mark.getBoundingClientRect().bottom + 2 * EDGE - (innerHeight - card.offsetHeight);
  if (hidden > 0) scrollBy({ top: hidden, behavior: "auto" });
}

/** The piece of `mark` under a point: words that run over two lines have two. */
export function lineAt(mark, x, y) {
  const pieces = [...mark.getClientRects()];
  const distance = ({ left, right, top, bottom }) =>
    Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
  return pieces.sort((a, b) => distance(a) - distance(b))[0];
}

let closeSheet = null;
let next = "";

/**
 * The hash of the step beneath, which meanwhile leads nowhere: else Back would go there.
 * It outlives a page that is loaded again.
 */
let beneath = history.state?.sheet ? location.hash : "";

/** Give the open sheet a step of history of its own; another sheet in its place needs none. */
export function enterSheet(close) {
  if (!closeSheet) {
    beneath = location.hash;
    if (beneath) history.replaceState(null, "", "#-");
    history.scrollRestoration = "manual"; // closing must leave the reader where they are
    history.pushState({ sheet: true }, "", beneath);
    history.scrollRestoration = "auto"; // of this step: it may be loaded again
  }
  closeSheet = close;
}

/** Take the step back, unless Back has taken it; then go on to `hash`, if any. */
export function leaveSheet(hash = "") {
  if (closeSheet && history.state?.sheet) {
    next = hash;
    closeSheet = null;
    history.back();
  } else if (hash) {
    location.hash = hash;
  }
}

addEventListener("popstate", () => {
  const close = closeSheet;
  closeSheet = null;
  close?.();
  history.scrollRestoration = "auto";
  if (beneath) history.replaceState(null, "", beneath);
  const follow = (hash) => (location.hash = hash);
  if (next) setTimeout(follow, 0, next); // the browser is still at its step back
  beneath = next = "";
});
