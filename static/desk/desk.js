/** Name the search boxes that Select2 makes, which it leaves without a label. */
function nameSearchBox(box) {
  const field = box.closest(".form-row, td")?.querySelector("label")?.textContent.trim();
  box.setAttribute("aria-label", `Search ${field ?? ""}`.trim());
}

window.addEventListener("load", () => {
  document.querySelectorAll(".select2-search__field").forEach(nameSearchBox);
});
document.addEventListener("focusin", ({ target }) => {
  if (target.matches(".select2-search__field:not([aria-label])")) nameSearchBox(target);
});
