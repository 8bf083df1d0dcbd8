/** Let words that lead to a form be selected with the mouse, which no browser allows in a link.
 *
 * They become plain words that can be clicked; beside the text they have links for the keyboard.
 */
export function freeWords(root, leadTo) {
  for (const link of root.querySelectorAll("a.words, a.emended")) {
    link.dataset.form = link.getAttribute("href");
    link.removeAttribute("href");
    link.removeAttribute("tabindex");
  }
  const follow = (event) => {
    const words = event.target.closest("[data-form]");
    if (!words || event.button > 1 || !getSelection().isCollapsed) return;
    event.preventDefault();
    const address = leadTo(words, words.dataset.form);
    if (event.button === 1 || event.ctrlKey || event.metaKey) open(address, "_blank", "noopener");
    else location.assign(address);
  };
  root.addEventListener("click", follow);
  root.addEventListener("auxclick", follow);
}
