/** What every form of the desk gets on top of plain HTML. */
import { keepDrafts } from "./forms/drafts.js";
import { offerInserting } from "./forms/markdown_tools.js";
import { makeOrderable } from "./forms/order.js";
import { showPreviews } from "./forms/preview.js";

makeOrderable(document);
offerInserting(document);
showPreviews(document);
const offer = document.querySelector(".desk-draft");
if (offer) keepDrafts(offer.closest("form"), offer);

// The first of what is to be mended has the focus; what is said about it describes it.
// The admin's own script has given it to the first field of a form that adds something.
document.querySelector("main [aria-invalid=true], main [autofocus]")?.focus();
