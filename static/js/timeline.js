/** The timeline follows the text, and the text the timeline. */

import { element } from "./making.js";
import { markAt } from "./marks.js";

const LINE = 0.3; // of the window's height: where the reader is taken to read
const SETTLED = 50; // ms without scrolling
const PATIENCE = 3000; // ms in which the sidebar is the reader's own after they touched it
const FOUND = 2000; // ms for which a passage stays marked

const beside = matchMedia("(min-width: 56rem)");

export function followTimeline(nav) {
  const side = nav.closest(".sidebar");
  const details = nav.querySelector("details");
  const passages = [...document.querySelectorAll(".text .dated[id]")];
  const entryOf = (passage) => document.getElementById(passage.dataset.event);
  const beyond = { above: element("p", "beyond above"), below: element("p", "beyond below") };
  for (const note of Object.values(beyond)) note.ariaHidden = "true";
  side.prepend(beyond.above);
  side.append(beyond.below);
  let touched = -PATIENCE;
  let settling = 0;
  let near = [];
  let lit = null;
  let left = null; // the place in the text that the reader left for an entry of the folded list

  function follow() {
    const tops = passages.map((passage) => passage.getBoundingClientRect().top);
    const isEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const at = isEnd ? passages.length - 1 : tops.findLastIndex((top) => top <= innerHeight * LINE);
    const current = at < 0 ? null : entryOf(passages[at]);
    if (beside.matches) {
      if (current && performance.now() - touched >= PATIENCE) reveal(current);
      near = [...new Set(passages.filter((_, i) => i === at || (tops[i] > 0 && tops[i] < innerHeight)).map(entryOf))];
      count();
    }

    // Written last: what was written before it was read would have to be laid out at once.
    const link = current?.querySelector("a");
    const old = nav.querySelector("[aria-current]");
    if (old === link) return;
    old?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    for (const mark of nav.querySelectorAll("[data-events]")) {
      mark.classList.toggle("is-current", mark.dataset.events.split(" ").includes(current?.id));
    }
  }

  function reveal(entry) {
    const box = side.getBoundingClientRect();
    const { top, bottom, height } = entry.getBoundingClientRect();
    if (top >= box.top + 24 && bottom <= box.bottom - 24) return;
    side.scrollTop += top - box.top - (box.height - height) / 2;
  }

  /** Say how many of the entries that the visible text speaks of are out of the sidebar's view. */
  function count() {
    const box = side.getBoundingClientRect();
    const above = near.filter((entry) => entry.getBoundingClientRect().bottom <= box.top).length;
    const below = near.filter((entry) => entry.getBoundingClientRect().top >= box.bottom).length;
    say(beyond.above, above ? `${above} above` : "");
    say(beyond.below, below ? `${below} below` : "");
  }

  const settle = () => {
    clearTimeout(settling);
    settling = setTimeout(follow, SETTLED);
  };
  addEventListener("scroll", settle, { passive: true });
  side.addEventListener("scroll", count, { passive: true });
  addEventListener("resize", settle);
  for (const kind of ["pointerdown", "pointermove", "wheel", "keydown", "focusin"]) {
    side.addEventListener(kind, () => (touched = performance.now()), { passive: true });
  }

  const light = ({ target }) => {
    const passage = target instanceof Element && target.closest(".dated");
    lit?.classList.remove("is-active");
    lit = passage ? entryOf(passage) : null;
    lit?.classList.add("is-active");
  };
  document.addEventListener("pointerover", light);
  document.addEventListener("focusin", light);

  document.addEventListener("click", ({ target }) => {
    const named = target.closest(".text [data-event]");
    const entry = named && entryOf(named);
    if (!entry || markAt(target) || target.closest("a") || (!named.matches("button") && getSelection().type === "Range")) return;
    if (beside.matches) reveal(entry);
    else unfoldAt(entry, named.closest("p"));
    flash(entry);
    if (named.matches("button")) entry.querySelector("a")?.focus();
  });

  /** Before the text the list is folded: it opens at the entry, and closes when the reader comes back. */
  function unfoldAt(entry, paragraph) {
    if (!details.open) left = { entry, paragraph, hash: location.hash, top: scrollY };
    details.open = true;
    if (location.hash === `#${entry.id}`) history.replaceState(null, "", `#${paragraph.id}`);
    location.hash = entry.id;
  }

  addEventListener("popstate", () => {
    if (!left || location.hash !== left.hash) return;
    const { paragraph, top } = left;
    left = null;
    details.open = false;
    paragraph.querySelector(".number").focus({ preventScroll: true });
    setTimeout(scrollTo, 0, { top, behavior: "instant" }); // the browser goes where the open list left the text
  });

  addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && left && details.getBoundingClientRect().bottom > 0 && location.hash === `#${left.entry.id}`) history.back();
  });

  // The link goes on as every link does: it moves the focus and the address, and Back returns.
  nav.addEventListener("click", ({ target }) => {
    const passage = document.getElementById(target.closest('a[href^="#"]')?.hash.slice(1));
    if (!passage) return;
    passage.tabIndex = -1;
    document.documentElement.style.scrollBehavior = "smooth"; // where movement is wanted
    setTimeout(() => (document.documentElement.style.scrollBehavior = ""), 1000);
    flash(passage);
  });

  // Beside the text the list stands open; some browsers cannot do that to a closed `details`.
  const fold = () => (details.open = beside.matches);
  if (!CSS.supports("selector(::details-content)")) {
    beside.addEventListener("change", fold);
    fold();
  }

  follow();
}

function say(note, words) {
  if (note.textContent !== words) note.textContent = words;
}

function flash(part) {
  part.classList.add("is-found");
  setTimeout(() => part.classList.remove("is-found"), FOUND);
}
