/** Buttons above a Markdown field that insert what is hard to remember. */
import { insert, labelOf, make } from "./places.js";

export function offerInserting(root) {
  for (const area of root.querySelectorAll("textarea[data-preview]")) {
    const tools = make("div", { className: "desk-tools" });
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", `Insert into: ${labelOf(area)}`);
    const edition = new URL(area.dataset.preview, location).searchParams.get("edition");
    if (edition && area.name !== "heading") {
      tools.append(tool("Insert note reference", () => chooseNote(area, edition)));
    }
    tools.append(tool("Insert link", () => writeLink(area)));
    area.before(tools);
  }
}

function tool(name, act) {
  const button = make("button", { type: "button", className: "button" }, name);
  button.addEventListener("click", act);
  return button;
}

/** A dialog that is gone once it is closed; the field has the focus again, and its selection. */
function open(area, heading, ...inside) {
  const title = make("h2", { id: "desk-dialog-heading" }, heading);
  const close = make("button", { type: "button", className: "button" }, "Cancel");
  const dialog = make("dialog", { className: "desk-dialog" }, title, ...inside);
  (inside.find((each) => each.localName === "form") ?? dialog).append(" ", close);
  dialog.setAttribute("aria-labelledby", title.id);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    area.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** The notes of an edition; none if the list cannot be had, as when the log-in has ended. */
async function fetchNotes(area, edition) {
  const address = `${new URL("notes/", new URL(area.dataset.preview, location)).pathname}?edition=${edition}`;
  try {
    return (await (await fetch(address)).json()).notes ?? [];
  } catch {
    return [];
  }
}

async function chooseNote(area, edition) {
  const notes = await fetchNotes(area, edition);
  if (document.querySelector(".desk-dialog")) return; // asked for twice
  if (!notes.length) {
    open(area, "The list of notes cannot be shown", make("p", {}, "There are none yet, or your log-in has ended: saving will then ask for your password. By hand, write [^n7] for note 7."));
    return;
  }
  const search = make("input", { type: "search", id: "desk-note-search", autocomplete: "off" });
  const label = make("label", { htmlFor: search.id }, "Number or words: ");
  const list = make("ul", { className: "desk-notes" });
  const dialog = open(area, "Which note is called here?", label, search, list);
  for (const { key, label: number, words } of notes) {
    const button = make("button", { type: "button" }, make("b", {}, number), ` ${words}`);
    button.addEventListener("click", () => {
      dialog.addEventListener("close", () => insert(area, `[^${key}]`), { once: true });
      dialog.close();
    });
    list.append(make("li", { dataset: { number, words: words.toLowerCase() } }, button));
  }
  search.addEventListener("input", () => {
    const sought = search.value.trim().toLowerCase();
    for (const item of list.children) {
      item.hidden = !(item.dataset.number.startsWith(sought) || item.dataset.words.includes(sought));
    }
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const first = list.querySelector("li:not([hidden]) button");
    if (event.key === "Enter" && event.target === search) first?.click();
    else if (step) move(list, step);
    else return;
    event.preventDefault();
  });
  search.focus();
}

function move(list, step) {
  const buttons = [...list.querySelectorAll("li:not([hidden]) button")];
  const at = buttons.indexOf(document.activeElement);
  buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)]?.focus();
}

function writeLink(area) {
  // A field of one line would drop the break between two words.
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd).replace(/\n+/g, " ");
  const address = make("input", { type: "url", required: true, id: "desk-link-address", placeholder: "https://" });
  const words = make("input", { type: "text", required: true, id: "desk-link-words", value: chosen });
  const form = make(
    "form",
    { method: "dialog" },
    make("p", {}, make("label", { htmlFor: address.id }, "Address "), address),
    make("p", {}, make("label", { htmlFor: words.id }, "Words "), words),
    make("button", { className: "button" }, "Insert"),
  );
  const dialog = open(area, "A link", form);
  form.addEventListener("submit", () => {
    const url = new URL(address.value).href.replace(/[()\\]/g, "\\$&");
    const link = `[${words.value}](${url})`;
    dialog.addEventListener("close", () => insert(area, link), { once: true });
  });
  address.focus();
}
