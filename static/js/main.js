/** Everything the page does beyond being a page. Without this file it is complete all the same. */

import { followKeys, followPointer } from "./gestures.js";
import { fillMargin } from "./margin.js";
import { markPairs } from "./marks.js";
import { followPreferences } from "./preferences.js";
import { followTimeline } from "./timeline.js";

const text = document.getElementById("text");
const timeline = document.querySelector(".timeline");

fillMargin(text);
followPreferences(document.querySelector(".preferences"));
followPointer(document);
followKeys(document);
markPairs(document);
if (timeline) followTimeline(timeline);

const offerSharing = () => import("./share.js");
for (const kind of ["pointerover", "focusin"]) text.addEventListener(kind, offerSharing, { once: true });
const nearEnd = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && offerSharing(), { rootMargin: "100%" });
nearEnd.observe(document.getElementById("cite"));
