/** Ways to take an address, a citation or a quotation along. Without JavaScript one follows, selects and copies. */

import { close, open, pin, shown } from "./card.js";
import { element } from "./making.js";

/** The address: copy it, or hand it to the system's own sheet. Without JavaScript it is a plain link. */
export function offerSharing(root) {
  for (const link of root.querySelectorAll("a[data-share]")) {
    const acts = root.getElementById("share-acts");
    if (navigator.share) {
      const button = element("button", "quiet", "Share …");
      button.addEventListener("click", () => {
        navigator.share({ title: link.dataset.share, url: link.href }).catch(() => {}); // the reader changed their mind
      });
      acts.append(button);
    }
    offerCopy(acts, "Copy link", () => link.href);
  }
}

/** A button that copies, for each text marked `data-copy`. */
export function offerCopies(root) {
  for (const text of root.querySelectorAll("[data-copy]")) {
    offerCopy(root.getElementById(text.dataset.copy), "Copy", () => text.textContent.trim());
  }
}

/** ¶ beside the paragraph that is pointed at or has the focus: its link and its words, to take along. */
export function offerParagraphs(text, citation) {
  if (!text || !citation || !navigator.clipboard) return;
  const button = element("button", "pilcrow", "¶");
  const menu = element("div", "menu");
  menu.popover = "auto";
  button.popoverTargetElement = menu;
  button.dataset.aside = menu.dataset.aside = "";
  const paragraph = () => button.closest("p");
  const address = () => `${location.href.split("#")[0]}#${paragraph().id}`;
  offerCopy(menu, "Copy link", address);
  offerCopy(menu, "Copy quotation with citation", () => `“${quoted(paragraph())}”\n${citation.replaceAll("{n}", paragraph().id.slice(1))}`);
  const cite = menu.appendChild(element("a", "", "Cite this paragraph"));
  const dated = menu.appendChild(element("button", "quiet", "Show in the timeline")); // which follows what names an event
  dated.popoverTargetElement = menu;
  const named = menu.appendChild(element("button", "quiet", "Show people and places"));
  named.addEventListener("click", (event) => {
    event.preventDefault(); // it is no click outside of what it opens
    menu.hidePopover();
    open(button);
    pin();
  });

  const offer = ({ type, target }) => {
    const found = target instanceof Element ? target.closest(".paragraph") : null;
    if (!found || found.contains(button) || menu.matches(":popover-open")) return;
    if (type === "pointerover" && (shown.mark === button || paragraph()?.querySelector(":focus-visible"))) return; // the reader is there
    if (shown.mark === button) close();
    button.ariaLabel = `Copy or cite paragraph ${found.id.slice(1)}`;
    cite.href = `${found.id}/`;
    named.hidden = !found.querySelector(".mention");
    dated.dataset.event = found.querySelector(".dated")?.dataset.event ?? "";
    dated.hidden = !dated.dataset.event;
    found.querySelector(".number").after(button, menu);
  };
  text.addEventListener("pointerover", offer);
  text.addEventListener("focusin", offer);
  for (const part of [button, menu]) part.addEventListener("mousedown", (event) => event.preventDefault()); // keeps what is selected
  menu.addEventListener("toggle", () => {
    const { left, bottom } = button.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8)) + scrollX}px`;
    menu.style.top = `${Math.min(bottom + 4, innerHeight - menu.offsetHeight - 8) + scrollY}px`;
  });
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
  const button = element("button", "quiet", label);
  const said = element("span", "said");
  said.role = "status";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(read());
      said.textContent = "Copied.";
    } catch {
      said.textContent = "Not copied: please select and copy.";
    }
    setTimeout(() => (said.textContent = ""), 4000);
  });
  acts.append(button, said);
}
