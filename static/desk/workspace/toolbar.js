import { selected } from "./selection.js";

const isTab = ({ key, shiftKey }) => key === "Tab" && !shiftKey;

/** Show what can be done with selected words, where they are selected. */
export function offerTools(root, tools, told) {
  const links = [...tools.querySelectorAll("a")].map((link) => [link, link.href]);
  let about = root;
  let isPressed = false;
  let waiting = 0;

  const hide = () => {
    tools.hidden = told.hidden = true;
  };

  function look() {
    const selection = getSelection();
    if (tools.contains(document.activeElement)) return;
    hide();
    if (selection.rangeCount === 0 || selection.isCollapsed || isPressed) return;
    const range = selection.getRangeAt(0);
    const chosen = [...root.querySelectorAll("[data-where]")]
      .filter((text) => range.intersectsNode(text))
      .map((text) => [text, selected(range, text)])
      .filter(([, words]) => words);
    if (chosen.length === 0) return;
    if (chosen.length > 1) {
      told.textContent = "Select words of one paragraph, or of one note.";
      place(told, range);
      return;
    }
    const [[text, words]] = chosen;
    about = text;
    const where = text.dataset.where;
    const next = `${root.dataset.here}#${text.id}`;
    for (const [link, base] of links) {
      link.href = `${base}${new URLSearchParams({ where, ...words, next })}`;
    }
    place(tools, range);
  }

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(look, 120);
  }

  document.addEventListener("selectionchange", soon);
  document.addEventListener("pointerdown", (event) => {
    if (tools.contains(event.target)) return;
    isPressed = event.pointerType === "mouse";
  });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      isPressed = false;
      soon();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (tools.hidden && told.hidden) return;
    const at = links.findIndex(([link]) => link === event.target);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") {
      hide();
      if (at >= 0) about.focus({ preventScroll: true });
    } else if (at >= 0 && step) {
      event.preventDefault();
      links[(at + step + links.length) % links.length][0].focus();
    } else if (isTab(event) && !tools.hidden && !tools.contains(event.target)) {
      event.preventDefault();
      links[0][0].focus();
    }
  });
}

/** Put an element below the last line of what is selected, within the window. */
function place(element, range) {
  element.hidden = false;
  const lines = range.getClientRects();
  const line = lines[lines.length - 1] ?? range.getBoundingClientRect();
  const frame = (element.offsetParent ?? document.documentElement).getBoundingClientRect();
  const most = document.documentElement.clientWidth - element.offsetWidth - 8;
  const left = Math.max(8, Math.min(line.left, most));
  element.style.setProperty("inset-block-start", `${line.bottom + 8 - frame.top}px`);
  element.style.setProperty("left", `${left - frame.left}px`);
}
