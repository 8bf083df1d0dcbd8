/** Ways to take an address or a citation along. Without JavaScript one follows, selects and copies. */

/** The address: copy it, or hand it to the system's own sheet. Without JavaScript it is a plain link. */
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

/** A button that copies, for each text marked `data-copy`. */
export function offerCopies(root) {
  if (!navigator.clipboard) return;
  for (const text of root.querySelectorAll("[data-copy]")) {
    offerCopy(root.getElementById(text.dataset.copy), "Copy", () => text.textContent.trim());
  }
}

/** Put into `acts` a button that copies what `read` returns, and a line that says so. */
function offerCopy(acts, label, read) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = label;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(read());
      said.textContent = "Copied.";
    } catch {
      said.textContent = "Your browser did not allow copying; please select and copy.";
    }
    setTimeout(() => (said.textContent = ""), 4000);
  });
  acts.append(button, said);
}
