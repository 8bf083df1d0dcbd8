/** Light up a mark and its entry together while the reader points at, or tabs to, either. */

import { entriesOf, markAt, marksOf } from "./marks.js";

export function markPairs(root) {
  let lit = [];

  const light = ({ target }) => {
    const mark = markAt(target);
    const entry = target instanceof Element ? target.closest(".notes li, .annotations li, .emendations li") : null;
    const pair = mark ? [mark, ...entriesOf(mark)] : entry ? [entry, ...marksOf(entry)] : [];
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
