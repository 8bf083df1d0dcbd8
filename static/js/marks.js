/**
 * The marks of notes, annotations and emendations in the text, the names, and the entries they lead
 * to.
 */

import { make } from "../lib/dom.js";

const WORDS = ".annotated:not(.is-out)"; // those of an annotation that the reader has not hidden
const NAME = ".mention";
const ENTRIES = ":is(.notes, .annotations, .emendations) li, .margin .copy";
const MARKS = `a[role="doc-noteref"], .letter > a, a.emended, ${WORDS}`;

/**
 * The closest `selector` around `node`. What surrounds the card does not surround what is in it.
 */
function find(node, selector) {
  const found = node.closest(selector);
  return node.closest(".card")?.contains(found) === false ? null : found;
}

/** Every `selector` around `node`, the innermost first. */
function findAll(node, selector) {
  const found = find(node, selector);
  return found ? [found, ...findAll(found.parentElement, selector)] : [];
}

/**
 * The mark that `node` belongs to, or null. A name counts where nothing visible marks the same
 * words.
 */
export function markAt(node) {
  if (!(node instanceof Element) || node.closest(".margin")) return null;
  const mark = find(node, MARKS);
  return mark || find(node, "a, .dated") ? mark : find(node, NAME);
}

/** Names are everywhere and look like other words: they answer a click, and only that. */
export const isName = (mark) => mark?.matches(NAME);

/** The entries that a mark leads to: several where annotated words overlap, or names do. */
export function entriesOf(mark) {
  const ids = namesAt(mark).map(({ dataset }) => `entity-${dataset.entity}`);
  if (mark.hash) ids.push(mark.hash.slice(1));
  if (!mark.matches('[role="doc-noteref"], .letter > a')) {
    ids.push(...findAll(mark, WORDS).map(({ dataset }) => dataset.annotation));
  }
  const entries = document.querySelectorAll(ids.map((id) => `[id="${id}"]`));
  return [...entries]; // each once, in the order of the page
}

/** The names that a mark stands for; ¶ stands for all of its paragraph. */
function namesAt(mark) {
  if (mark.matches(".pilcrow")) return [...mark.closest("p").querySelectorAll(NAME)];
  return isName(mark) ? findAll(mark, NAME) : [];
}

/**
 * What can have the focus: the mark, the letter of annotated words, or the number of a name's text.
 */
export function linkOf(mark) {
  if (isName(mark)) return mark.closest(".paragraph, li")?.querySelector(".number, .back-links a");
  if (mark.matches("a, button")) return mark;
  return document.querySelector(`.letter > [href="#${entriesOf(mark)[0].id}"]`);
}

/**
 * What an entry is called: "Note 7", "Annotation b", "Emendation", or as its list of names is:
 * "People".
 */
export function nameOf(entry) {
  if (entry.closest('[role="doc-endnotes"]')) return `Note ${entry.value || entry.id.slice(2)}`;
  const letter = entry.querySelector(".letter");
  if (entry.matches(".annotation")) return `Annotation ${letter.textContent}`;
  return entry.closest(".index ul")?.previousElementSibling.textContent ?? "Emendation";
}

/** An entry's words without ids, so that each id stays the only one, and without its way back. */
export function copyOf(entry) {
  const lang = entry.lang || document.documentElement.lang;
  const copy = make("div", { className: "copy", lang });
  copy.append(...entry.cloneNode(true).childNodes);
  copy.classList.toggle("annotation", entry.matches(".annotation"));
  for (const part of copy.querySelectorAll("[id]")) part.removeAttribute("id");
  for (const part of copy.querySelectorAll(".back-links, .lemma > .letter, .place")) part.remove();
  return copy;
}

/** Every mark in the text that leads to `entry`. */
function marksOf({ id }) {
  const links = `:is(.text, .note-text) a[href="#${id}"]`;
  return document.querySelectorAll(`${links}, .annotated[data-annotation="${id}"]`);
}

/** The mark and its entries, or the entry and its marks, that `node` belongs to. */
function pairAt(node) {
  const mark = markAt(node);
  if (mark) return [mark, ...entriesOf(mark)];
  const part = node instanceof Element && node.closest(ENTRIES);
  if (!part) return [];
  const entry = document.getElementById(part.dataset.note) ?? part;
  return [entry, ...marksOf(entry)];
}

/** Light up a mark and its entry together while the reader points at, or tabs to, either. */
export function markPairs(root) {
  let lit = [];

  const light = ({ target }) => {
    const pair = pairAt(target);
    const inMargin = pair.map(({ id }) => `[data-note="${id}"]`);
    if (pair.length) pair.push(...document.querySelectorAll(inMargin));
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
