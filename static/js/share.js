/**
 * Ways to copy and share an address, a citation or a quotation; without JavaScript readers select
 * and copy. They are seldom wanted: main.js imports this when the reader first points at the text,
 * or nears the end.
 */

import { make } from "../lib/dom.js";
import { close, open, pin, shown } from "./card.js";

/**
 * The address: copy it, or hand it to the system's own sheet. Without JavaScript it is a plain
 * link.
 */
function offerSharing(root) {
  for (const link of root.querySelectorAll("a[data-share]")) {
    const acts = root.getElementById("share-acts");
    if (navigator.share) {
      const share = { title: link.dataset.share, url: link.href };
      const onclick = () => navigator.share(share).catch(() => {}); // the reader changed their mind
      acts.append(make("button", { className: "quiet", onclick }, "Share …"));
    }
    offerCopy(acts, "Copy link", () => link.href);
  }
}

/** A button that copies, for each text marked `data-copy`. */
function offerCopies(root) {
  for (const text of root.querySelectorAll("[data-copy]")) {
    offerCopy(root.getElementById(text.dataset.copy), "Copy", () => text.textContent.trim());
  }
}

/** ¶ beside the paragraph under the pointer or the focus: a menu to copy its link and its words. */
function offerParagraphs(text, citation) {
  if (!text || !citation || !navigator.clipboard) return;
  const dataset = { aside: "" };
  const onmousedown = (event) => event.preventDefault(); // keeps what is selected
  const button = make("button", { className: "pilcrow", dataset, onmousedown }, "¶");
  const ontoggle = () => place(menu, button);
  const menu = make("div", { className: "menu", popover: "auto", dataset, onmousedown, ontoggle });
  button.popoverTargetElement = menu;
  const paragraph = () => button.closest("p");
  const number = () => paragraph().id.slice(1);
  offerCopy(menu, "Copy link", () => `${location.href.split("#")[0]}#${paragraph().id}`);
  const cited = () => citation.replaceAll("{n}", number());
  offerCopy(menu, "Copy quotation with citation", () => `“${quoted(paragraph())}”\n${cited()}`);
  const cite = make("a", {}, "Cite this paragraph");
  const dated = make("button", { className: "quiet" }, "Show in the timeline"); // by its data-event
  dated.popoverTargetElement = menu;
  const onclick = showNames;
  const named = make("button", { className: "quiet", onclick }, "Show people and places");
  menu.append(cite, dated, named);

  function showNames(event) {
    event.preventDefault(); // it is no click outside of what it opens
    menu.hidePopover();
    open(button);
    pin();
  }

  function offer({ type, target }) {
    const found = target instanceof Element ? target.closest(".paragraph") : null;
    if (!found || found.contains(button) || menu.matches(":popover-open")) return;
    const isReaderThere = shown.mark === button || paragraph()?.querySelector(":focus-visible");
    if (type === "pointerover" && isReaderThere) return;
    if (shown.mark === button) close();
    found.querySelector(".number").after(button, menu);
    button.ariaLabel = `Copy or cite paragraph ${number()}`;
    cite.href = `${found.id}/`;
    named.hidden = !found.querySelector(".mention");
    dated.dataset.event = found.querySelector(".dated")?.dataset.event ?? "";
    dated.hidden = !dated.dataset.event;
  }

  text.addEventListener("pointerover", offer);
  text.addEventListener("focusin", offer);
  offer({ target: text.querySelector(".paragraph:is(:hover, :focus-within)") });
}

/** Put an open menu below its button, within the window. */
function place(menu, button) {
  const { left, bottom } = button.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8)) + scrollX}px`;
  menu.style.top = `${Math.min(bottom + 4, innerHeight - menu.offsetHeight - 8) + scrollY}px`;
}

/** The words selected in a paragraph, or all of them, as they are shown. */
function quoted(paragraph) {
  const selection = getSelection();
  const range = selection.type === "Range" && selection.getRangeAt(0);
  const isPart = range && paragraph.contains(range.commonAncestorContainer);
  const copy = isPart ? range.cloneContents() : paragraph.cloneNode(true);
  for (const part of copy.querySelectorAll("[data-aside]")) part.remove();
  return copy.textContent.trim();
}

/** Put into `acts` a button that copies what `read` returns, and a line that says so. */
function offerCopy(acts, label, read) {
  if (!navigator.clipboard) return;
  const said = make("span", { className: "said", role: "status" });
  async function onclick() {
    try {
      await navigator.clipboard.writeText(read());
      said.textContent = "Copied.";
    } catch {
      said.textContent = "Not copied: please select and copy.";
    }
    setTimeout(() => (said.textContent = ""), 4000);
  }
  acts.append(make("button", { className: "quiet", onclick }, label), said);
}

offerSharing(document);
offerCopies(document);
offerParagraphs(document.getElementById("text"), document.getElementById("cite").dataset.place);
