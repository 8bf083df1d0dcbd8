/** Ways to share the address: copy it, or the system's own sheet. Without JavaScript it is a plain link. */

import { offerCopy } from "./copy.js";

export function offerSharing(root) {
  for (const link of root.querySelectorAll("a[data-share]")) {
    const acts = root.getElementById("share-acts");
    if (navigator.share) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = "Share …";
      button.addEventListener("click", () => {
        navigator.share({ title: link.dataset.share, url: link.href }).catch(() => {}); // the reader changed their mind
      });
      acts.append(button);
    }
    if (navigator.clipboard) offerCopy(acts, "Copy link", () => link.href);
  }
}
