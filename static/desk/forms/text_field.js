/** A text field: places in it, what is inserted, what it is called. */

/** Lines and columns count code points from 1, as Python does; a text field counts UTF-16 units. */
export function offsetAt(text, line, column) {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return before + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
}

/** Put `words` where the selection of `area` is, so that they can be undone. */
export function insert(area, words) {
  area.focus();
  if (!document.execCommand("insertText", false, words)) {
    area.setRangeText(words, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function labelOf(field) {
  const label = field.labels?.[0]?.textContent.replace(/:\s*$/, "").trim();
  return label || field.getAttribute("aria-label") || field.name;
}
