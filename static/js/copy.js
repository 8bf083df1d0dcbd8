/** A button that copies, beside each text marked `data-copy`. Without JavaScript one selects and copies. */

export function offerCopies(root) {
  if (!navigator.clipboard) return;
  for (const text of root.querySelectorAll("[data-copy]")) {
    offerCopy(root.getElementById(text.dataset.copy), "Copy", () => text.textContent.trim());
  }
}

/** Put into `acts` a button that copies what `read` returns, and a line that says so. */
export function offerCopy(acts, label, read) {
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
