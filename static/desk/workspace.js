import { recall, remember } from "../lib/storage.js";
import { offerTools } from "./workspace/toolbar.js";
import { freeWords } from "./workspace/word_links.js";

const root = document.querySelector(".desk-text");
const tools = document.getElementById("tools");

/** The address of a form, with where to come back to: the text it is gone to from. */
function withWayBack(from, address) {
  const text = from.closest(".place")?.querySelector("[data-where]");
  const url = new URL(address, location.href);
  if (text && !url.search && url.pathname.endsWith("/change/")) {
    url.search = new URLSearchParams({ next: `${root.dataset.here}#${text.id}` });
  }
  return url.href;
}

function comeBack(event) {
  const link = event.target.closest("a[href]");
  if (link) link.href = withWayBack(link, link.href);
}

root.addEventListener("click", comeBack, true);
root.addEventListener("auxclick", comeBack, true);
freeWords(root, withWayBack);
if (tools) offerTools(root, tools, document.getElementById("tools-told"));

/** What is shown stays so until it is asked for again. */
for (const box of document.querySelectorAll(".workspace-kinds input")) {
  box.checked = recall(box.id) !== "no";
  box.addEventListener("change", () => remember(box.id, box.checked ? "yes" : "no"));
}
