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
text.addEventListener("pointerover", offerSharing, { once: true });
text.addEventListener("focusin", offerSharing, { once: true });
const near = ([{ isIntersecting }]) => isIntersecting && offerSharing();
new IntersectionObserver(near, { rootMargin: "100%" }).observe(document.getElementById("cite"));
