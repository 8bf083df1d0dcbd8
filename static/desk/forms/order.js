/** Order by buttons and by dragging. The numbers are what is sent; they work without this. */
import { make } from "../../lib/dom.js";
import { drag } from "./drag.js";

const live = make("div", { className: "visually-hidden" });
live.setAttribute("aria-live", "polite");

export function makeOrderable(root) {
  const lists = [
    ...root.querySelectorAll(".desk-rows tbody"),
    ...root.querySelectorAll(".inline-group:not(.desk-rows) fieldset, [data-order]"),
  ];
  for (const list of lists) offerTools(list);
  root.addEventListener("formset:added", ({ target }) => {
    const list = lists.find((each) => each.contains(target));
    if (list) offerTools(list);
  });
}

const ITEMS = ":is(tr.form-row, .inline-related):not(.empty-form), li[data-name]";
const isMovable = (item) => placeOf(item) && !placeOf(item).readOnly;
const itemsOf = (list) => [...list.querySelectorAll(ITEMS)].filter(isMovable);
const placeOf = (item) => item.querySelector("input.desk-place");
const isSaved = (item) => item.matches("[data-name], .has_original");
const nameOf = (item) =>
  item.dataset.name ||
  ["exact", "name", "label", "title", "container"]
    .map((name) => item.querySelector(`input[name$="-${name}"]`)?.value)
    .find(Boolean) ||
  (isSaved(item) ? "this row" : "the new row");

function offerTools(list) {
  const items = itemsOf(list);
  if (items.length < 2) return;
  document.body.append(live);
  const places = items.filter(isSaved).map((item) => Number(placeOf(item).value) || 1);
  list.dataset.first ??= Math.min(...places, Infinity);
  for (const item of items) if (!item.querySelector(".desk-moving")) addTools(list, item);
}

function addTools(list, item) {
  const grip = make("span", { className: "desk-grip", title: "Drag to move" }, "⠿");
  grip.setAttribute("aria-hidden", "true");
  drag(grip, item, {
    items: () => itemsOf(list),
    shift: (step) => shift(list, item, step),
    done: () => tell(list, item),
  });
  const up = button(list, item, -1);
  const down = button(list, item, 1);
  const name = () => {
    up.setAttribute("aria-label", `Move ${nameOf(item)} up`);
    down.setAttribute("aria-label", `Move ${nameOf(item)} down`);
  };
  name();
  item.addEventListener("change", name);
  placeOf(item).after(make("span", { className: "desk-moving" }, up, down, grip));
}

function button(list, item, step) {
  const made = make("button", { className: "button" }, step < 0 ? "↑" : "↓");
  made.addEventListener("click", () => {
    if (shift(list, item, step)) tell(list, item);
    else live.textContent = `${nameOf(item)} is ${step < 0 ? "first" : "last"} here.`;
  });
  return made;
}

/** Move the next item instead, so that this one keeps the focus, or the finger on it. */
function shift(list, item, step) {
  const items = itemsOf(list);
  const other = items[items.indexOf(item) + step];
  if (other) item[step < 0 ? "after" : "before"](other);
  return Boolean(other);
}

/** A new row has no place until it is moved: it is saved as the last, also of rows not shown. */
function tell(list, moved) {
  const items = itemsOf(list);
  const first = Number.isFinite(Number(list.dataset.first)) ? Number(list.dataset.first) : 1;
  moved.dataset.moved = "yes";
  items.forEach((item, index) => {
    if (isSaved(item) || item.dataset.moved) placeOf(item).value = first + index;
  });
  placeOf(moved).dispatchEvent(new Event("input", { bubbles: true }));
  const place = items.indexOf(moved) + 1;
  const name = nameOf(moved);
  live.textContent = `${name} is now at place ${place} of ${items.length}. Save to keep the order.`;
}
