/** What stands in the card: a copy of each entry, its name, and the ways on. */

import { nameOf } from "./marks.js";

export function contentOf(entries, back, { close, fill }) {
  const content = new DocumentFragment();
  const head = element("p", "card-head");
  if (back) {
    const before = element("button", "card-back", `‹ ${back.map(nameOf).join(", ")}`);
    before.type = "button";
    before.addEventListener("click", () => fill(back));
    head.append(before);
  }
  head.append(element("span", "card-name", entries.map(nameOf).join(", ")));
  const body = element("div", "card-body");
  body.append(...entries.map(copyOf));
  const list = entries[0].closest("section");
  const all = element("a", "card-all", `All ${list.querySelector("h2").textContent.toLowerCase()}`);
  all.href = `#${list.id}`;
  const foot = element("p", "card-foot");
  foot.append(all);

  // Seen in the corner, but last in order: Tab comes to the entry's own links first.
  const cross = element("button", "card-close", "×");
  cross.type = "button";
  cross.setAttribute("aria-label", "Close");
  cross.addEventListener("click", () => close());
  content.append(head, body, foot, cross);
  return content;
}

/** The entry's words without ids, so that each id stays the only one, and without its way back. */
function copyOf(entry) {
  const copy = element("div", "card-entry");
  copy.classList.toggle("annotation", entry.matches(".annotation"));
  copy.append(...entry.cloneNode(true).childNodes);
  if (entry.lang) copy.lang = entry.lang;
  copy.dir = "auto";
  for (const part of copy.querySelectorAll("[id]")) part.removeAttribute("id");
  for (const part of copy.querySelectorAll(".back-links, .lemma > .letter, .place")) part.remove();
  return copy;
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
