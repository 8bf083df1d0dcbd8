/** Everything the page does beyond being a page. Without this file it is complete all the same. */

import { foldTimeline } from "./fold.js";
import { followKeys } from "./keys.js";
import { followPointer } from "./pointer.js";
import { markPairs } from "./pairs.js";
import { offerCopies } from "./copy.js";
import { offerSharing } from "./share.js";

followPointer(document);
followKeys(document);
markPairs(document);
offerSharing(document);
offerCopies(document);
foldTimeline(document);
