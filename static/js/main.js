/** Everything the page does beyond being a page. Without this file it is complete all the same. */

import { followKeys } from "./keys.js";
import { markPairs } from "./marks.js";
import { followPointer } from "./pointer.js";
import { offerCopies, offerSharing } from "./share.js";

followPointer(document);
followKeys(document);
markPairs(document);
offerSharing(document);
offerCopies(document);
unfoldTimeline();

/** Beside the text the timeline stands open; some browsers cannot do that to a closed `details`. */
function unfoldTimeline() {
  const details = document.querySelector(".timeline details");
  if (!details || CSS.supports("selector(::details-content)")) return;
  const wide = matchMedia("(min-width: 56rem)");
  const fold = () => (details.open = wide.matches);
  wide.addEventListener("change", fold);
  fold();
}
