/** Everything the page does beyond being a page. Without this file it is complete all the same. */

import { followKeys, followPointer } from "./gestures.js";
import { fillMargin } from "./margin.js";
import { markPairs } from "./marks.js";
import { followOptions } from "./options.js";
import { offerCopies, offerParagraphs, offerSharing } from "./share.js";
import { followTimeline } from "./timeline.js";

const text = document.getElementById("text");
const timeline = document.querySelector(".timeline");

fillMargin(text);
followOptions(document.querySelector(".options"));
followPointer(document);
followKeys(document);
markPairs(document);
offerSharing(document);
offerCopies(document);
offerParagraphs(text, document.getElementById("cite").dataset.place);
if (timeline) {
  followTimeline(timeline);
  unfold(timeline.querySelector("details"));
}

/** Beside the text the timeline stands open; some browsers cannot do that to a closed `details`. */
function unfold(details) {
  if (CSS.supports("selector(::details-content)")) return;
  const wide = matchMedia("(min-width: 56rem)");
  const fold = () => (details.open = wide.matches);
  wide.addEventListener("change", fold);
  fold();
}
