/** The timeline follows the text, and the text the timeline. */

import { markAt } from "./marks.js";
import { followCurrent, reveal } from "./timeline_current.js";

const FOUND = 2000; // ms for which a passage stays marked

const beside = matchMedia("(min-width: 56rem)");

let left = null; // the place in the text that the reader left for an entry of the folded list

const entryOf = (passage) => document.getElementById(passage.dataset.event);

export function followTimeline(nav) {
  const side = nav.closest(".sidebar");
  const details = nav.querySelector("details");
  followCurrent(nav, side, beside, entryOf);
  lightEntries();
  document.addEventListener("click", ({ target }) => {
    const passage = target.closest(".text [data-event]");
    const entry = passage && entryOf(passage);
    if (!entry || !leadsToTimeline(passage, target)) return;
    if (beside.matches) reveal(side, entry);
    else unfoldAt(details, entry, passage.closest("p"));
    flash(entry);
    if (passage.matches("button")) entry.querySelector("a")?.focus();
  });
  nav.addEventListener("click", findPassage);
  foldOnReturn(details);
  fold(details);
}

/** Light up the entry of the passage that the reader points at, or tabs to. */
function lightEntries() {
  let lit = null;
  const light = ({ target }) => {
    const passage = target instanceof Element && target.closest(".dated");
    lit?.classList.remove("is-active");
    lit = passage ? entryOf(passage) : null;
    lit?.classList.add("is-active");
  };
  document.addEventListener("pointerover", light);
  document.addEventListener("focusin", light);
}

/**
 * Whether a click is meant for the timeline: not for a mark or a link, nor the end of selecting
 * words.
 */
function leadsToTimeline(passage, target) {
  if (markAt(target) || target.closest("a")) return false;
  return passage.matches("button") || getSelection().type !== "Range";
}

/** Prepare the passage that a link leads to. The link itself moves the focus and the address. */
function findPassage({ target }) {
  const passage = document.getElementById(target.closest('a[href^="#"]')?.hash.slice(1));
  if (!passage) return;
  const { style } = document.documentElement;
  passage.tabIndex = -1;
  style.scrollBehavior = "smooth"; // where movement is wanted
  setTimeout(() => (style.scrollBehavior = ""), 1000);
  flash(passage);
}

/**
 * Before the text the list is folded: it opens at the entry, and closes when the reader comes back.
 */
function unfoldAt(details, entry, paragraph) {
  if (!details.open) left = { entry, paragraph, hash: location.hash, top: scrollY };
  details.open = true;
  if (location.hash === `#${entry.id}`) history.replaceState(null, "", `#${paragraph.id}`);
  location.hash = entry.id;
}

function foldOnReturn(details) {
  addEventListener("popstate", () => {
    if (!left || location.hash !== left.hash) return;
    const { paragraph, top } = left;
    left = null;
    details.open = false;
    paragraph.querySelector(".number").focus({ preventScroll: true });
    // The browser goes to where the open list had left the text.
    setTimeout(scrollTo, 0, { top, behavior: "instant" });
  });

  addEventListener("keydown", ({ key }) => {
    const isAtEntry = left && location.hash === `#${left.entry.id}`;
    if (key === "Escape" && isAtEntry && details.getBoundingClientRect().bottom > 0) history.back();
  });
}

/** Beside the text the list is open; some browsers cannot show a closed `details` by style. */
function fold(details) {
  if (CSS.supports("selector(::details-content)")) return;
  const open = () => (details.open = beside.matches);
  beside.addEventListener("change", open);
  open();
}

function flash(part) {
  part.classList.add("is-found");
  setTimeout(() => part.classList.remove("is-found"), FOUND);
}
