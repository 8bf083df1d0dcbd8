/** The marks in the text that lead to a note, an annotation or an emendation, the names, and what they lead to. */

import { make } from "../lib/dom.js";

const WORDS = ".annotated:not(.is-out)"; // those of an annotation that the reader has not put aside
const NAME = ".mention";
const MARKS = `a[role="doc-noteref"], .letter > a, a.emended, ${WORDS}`;

/** What `selector` finds around `node`. What the card stands in is not around what is in the card. */
function find(node, selector) {
  const found = node.closest(selector);
  return node.closest(".card")?.contains(found) === false ? null : found;
}

/** Each that `selector` finds around `node`, the innermost first. */
function findAll(node, selector) {
  const found = find(node, selector);
  return found ? [found, ...findAll(found.parentElement, selector)] : [];
}

/** The mark that `node` belongs to, or null. A name is one where nothing that can be seen marks the same words. */
export function markAt(node) {
  if (!(node instanceof Element) || node.closest(".margin")) return null;
  return find(node, MARKS) ?? (find(node, "a, .dated") ? null : find(node, NAME));
}

/** Names are everywhere and look like other words: they answer a click, and only that. */
export const isName = (mark) => mark?.matches(NAME);

/** The entries that a mark leads to: several where annotated words or names overlap, and where a paragraph names several. */
export function entriesOf(mark) {
  const names = mark.matches(".pilcrow") ? [...mark.closest("p").querySelectorAll(NAME)] : isName(mark) ? findAll(mark, NAME) : [];
  const ids = names.map(({ dataset }) => `entity-${dataset.entity}`);
  if (mark.hash) ids.push(mark.hash.slice(1));
  if (!mark.matches('[role="doc-noteref"], .letter > a')) {
    ids.push(...findAll(mark, WORDS).map(({ dataset }) => dataset.annotation));
  }
  return [...document.querySelectorAll(ids.map((id) => `[id="${id}"]`))]; // each once, in the order of the page
}

/** The mark itself, the letter of annotated words or what stands for a name's text: what can have the focus. */
export function linkOf(mark) {
  if (isName(mark)) return mark.closest(".paragraph, li")?.querySelector(".number, .back-links a");
  return mark.matches("a, button") ? mark : document.querySelector(`.letter > [href="#${entriesOf(mark)[0].id}"]`);
}

/** What an entry is called: "Note 7", "Annotation b", "Emendation"; for a name, what it is listed under: "People". */
export function nameOf(entry) {
  if (entry.closest('[role="doc-endnotes"]')) return `Note ${entry.value || entry.id.slice(2)}`;
  if (entry.matches(".annotation")) return `Annotation ${entry.querySelector(".letter").textContent}`;
  return entry.closest(".index ul")?.previousElementSibling.textContent ?? "Emendation";
}

/** An entry's words without ids, so that each id stays the only one, and without its way back. */
export function copyOf(entry) {
  const copy = make("div", { className: "copy", lang: entry.lang || document.documentElement.lang });
  copy.append(...entry.cloneNode(true).childNodes);
  copy.classList.toggle("annotation", entry.matches(".annotation"));
  for (const part of copy.querySelectorAll("[id]")) part.removeAttribute("id");
  for (const part of copy.querySelectorAll(".back-links, .lemma > .letter, .place")) part.remove();
  return copy;
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
    const part = target instanceof Element && target.closest(".notes li, .annotations li, .emendations li, .margin .copy");
    const entry = part && (document.getElementById(part.dataset.note) ?? part);
    const pair = mark ? [mark, ...entriesOf(mark)] : entry ? [entry, ...marksOf(entry)] : [];
    pair.push(...pair.flatMap(({ id }) => [...document.querySelectorAll(`[data-note="${id}"]`)])); // in the margin
    for (const each of lit) each.classList.remove("is-active");
    for (const each of pair) each.classList.add("is-active");
    lit = pair;
  };

  root.addEventListener("pointerover", light);
  root.addEventListener("focusin", light);

  // Coming to a note from its second mark, the second way back is the one to take.
  root.addEventListener("click", ({ target }) => {
    const mark = markAt(target);
    if (!mark?.hash) return;
    root.querySelector(".back-links .is-origin")?.classList.remove("is-origin");
    root.querySelector(`.back-links a[href="#${mark.id}"]`)?.classList.add("is-origin");
  });
}
