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
if (timeline) followTimeline(timeline);
