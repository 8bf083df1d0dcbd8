import { forgetSaved } from "./forms/drafts.js";
import { sendOnce } from "./forms/submission.js";

/** Name what Select2 puts in the place of a list: it leaves the box, and its search, unnamed. */
function nameBoxes() {
  const boxes = ".select2-search__field, .select2-selection__rendered[role=textbox]";
  for (const box of document.querySelectorAll(boxes)) {
    if (box.hasAttribute("aria-label")) continue;
    const label = box.closest(".form-row > div, .form-row")?.querySelector("label");
    box.setAttribute("aria-label", label?.textContent.replace(":", "").trim() ?? "Search");
  }
}

new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
nameBoxes();
forgetSaved();
for (const form of document.querySelectorAll("main form[method=post]")) sendOnce(form);
