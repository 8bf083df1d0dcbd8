/** Pieces of the page that scripts make. */

export function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  if (name === "button") made.type = "button";
  return made;
}

/** An entry's words without ids, so that each id stays the only one, and without its way back. */
export function copyOf(entry) {
  const copy = element("div", "copy");
  copy.append(...entry.cloneNode(true).childNodes);
  copy.lang = entry.lang || document.documentElement.lang;
  for (const part of copy.querySelectorAll("[id]")) part.removeAttribute("id");
  for (const part of copy.querySelectorAll(".back-links, .lemma > .letter, .place")) part.remove();
  return copy;
}
