/** Order by buttons and by dragging. The numbers are what is sent; they work without this. */
import { make } from "./places.js";

const live = make("div", { className: "visually-hidden" });
live.setAttribute("aria-live", "polite");

export function makeOrderable(root) {
  const lists = [
    ...root.querySelectorAll(".desk-rows tbody"),
    ...root.querySelectorAll(".inline-group:not(.desk-rows) fieldset, [data-order]"),
  ];
  for (const list of lists) {
    const items = savedItems(list);
    if (items.length < 2) continue;
    document.body.append(live);
    const first = Math.min(...items.map((item) => Number(placeOf(item).value) || 1));
    for (const item of items) addTools(list, item, first);
  }
}

/** What was added just now stays last: the admin's own script counts on it. */
const savedItems = (list) =>
  [...list.querySelectorAll("tr.has_original, .inline-related.has_original, li[data-name]")].filter(
    (item) => placeOf(item) && !placeOf(item).readOnly,
  );
const placeOf = (item) => item.querySelector("input.desk-place");
const nameOf = (item) =>
  item.dataset.name ||
  ["exact", "name", "label", "title", "container"]
    .map((name) => item.querySelector(`input[name$="-${name}"]`)?.value)
    .find(Boolean) ||
  "this row";

function addTools(list, item, first) {
  const grip = make("span", { className: "desk-grip", draggable: true, title: "Drag to move" }, "⠿");
  grip.setAttribute("aria-hidden", "true");
  const tools = make("span", { className: "desk-moving" }, button(list, item, -1, first), button(list, item, 1, first), grip);
  placeOf(item).after(tools);

  grip.addEventListener("dragstart", (event) => {
    event.dataTransfer.setDragImage(item, 0, 0);
    event.dataTransfer.effectAllowed = "move";
    item.classList.add("is-dragged");
  });
  grip.addEventListener("dragend", () => item.classList.remove("is-dragged"));
  item.addEventListener("dragover", (event) => {
    if (list.querySelector(".is-dragged")) event.preventDefault();
  });
  item.addEventListener("drop", (event) => {
    const dragged = list.querySelector(".is-dragged");
    if (!dragged || dragged === item) return;
    event.preventDefault();
    const items = savedItems(list);
    item[items.indexOf(dragged) < items.indexOf(item) ? "after" : "before"](dragged);
    tell(list, dragged, first);
  });
}

function button(list, item, step, first) {
  const way = step < 0 ? "up" : "down";
  const made = make("button", { type: "button", className: "button" }, step < 0 ? "↑" : "↓");
  made.setAttribute("aria-label", `Move ${nameOf(item)} ${way}`);
  made.addEventListener("click", () => {
    const items = savedItems(list);
    const other = items[items.indexOf(item) + step];
    if (!other) {
      live.textContent = `${nameOf(item)} is ${step < 0 ? "first" : "last"} here.`;
      return;
    }
    other[step < 0 ? "before" : "after"](item);
    tell(list, item, first);
    made.focus();
  });
  return made;
}

function tell(list, moved, first) {
  const items = savedItems(list);
  items.forEach((item, index) => {
    placeOf(item).value = first + index;
  });
  placeOf(moved).dispatchEvent(new Event("input", { bubbles: true }));
  const place = items.indexOf(moved) + 1;
  live.textContent = `${nameOf(moved)} is now at place ${place} of ${items.length}. Save to keep the order.`;
}
