/** Buttons above a Markdown field that insert what is hard to remember. */
import { make } from "../../lib/dom.js";
import { insert, labelOf } from "./text_field.js";

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
  const button = make("button", { className: "button" }, name);
  button.addEventListener("click", act);
  return button;
}

/** A dialog that is gone once it is closed; the field has the focus again, and its selection.
 *
 * The browser tells of a closing only after giving the focus to the button: we do not wait for it.
 */
function open(area, heading, ...inside) {
  const title = make("h2", { id: "desk-dialog-heading" }, heading);
  const cancel = make("button", { className: "button" }, "Cancel");
  const dialog = make("dialog", { className: "desk-dialog" }, title, ...inside);
  (inside.find((each) => each.localName === "form") ?? dialog).append(" ", cancel);
  dialog.setAttribute("aria-labelledby", title.id);
  const close = () => {
    if (!dialog.isConnected) return;
    dialog.close();
    dialog.remove();
    area.focus();
  };
  cancel.addEventListener("click", close);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  dialog.addEventListener("close", close);
  document.body.append(dialog);
  dialog.showModal();
  return close;
}

/** The notes of an edition; none if the list cannot be had, as when the session has ended. */
async function fetchNotes(area, edition) {
  const { pathname } = new URL("notes/", new URL(area.dataset.preview, location));
  try {
    const answer = await fetch(`${pathname}?edition=${edition}`);
    return (await answer.json()).notes ?? [];
  } catch {
    return [];
  }
}

/** The dialog opens at once, so that it is asked for once, and closed when it is closed. */
async function chooseNote(area, edition) {
  const search = make("input", {
    type: "text",
    inputMode: "search",
    id: "desk-note-search",
    autocomplete: "off",
  });
  const label = make("label", { htmlFor: search.id }, "Number or words: ");
  const told = make("p", {}, "The notes are being fetched …");
  told.setAttribute("role", "status");
  const list = make("ul", { className: "desk-notes" });
  const pick = make("div", {}, label, search, told, list);
  const close = open(area, "Which note is called here?", pick);
  const seek = () => {
    const sought = search.value.trim().toLowerCase();
    for (const item of list.children) {
      const { number, words } = item.dataset;
      item.hidden = !number.startsWith(sought) && !words.includes(sought);
    }
  };
  search.addEventListener("input", seek);
  pick.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const first = list.querySelector("li:not([hidden]) button");
    if (event.key === "Enter" && event.target === search) first?.click();
    else if (step) move(list, step);
    else return;
    event.preventDefault();
  });
  search.focus();

  const notes = await fetchNotes(area, edition);
  told.textContent = notes.length ? "" : NO_NOTES;
  told.hidden = notes.length > 0;
  for (const { key, label: number, words } of notes) {
    const button = make("button", {}, make("b", {}, number), ` ${words}`);
    button.addEventListener("click", () => {
      close();
      insert(area, `[^${key}]`);
    });
    list.append(make("li", { dataset: { number, words: words.toLowerCase() } }, button));
  }
  seek();
}

const NO_NOTES =
  "The list of notes cannot be shown: there are none yet, or your session has ended, " +
  "and saving will then ask for your password. By hand, write [^n7] for note 7.";

function move(list, step) {
  const buttons = [...list.querySelectorAll("li:not([hidden]) button")];
  const at = buttons.indexOf(document.activeElement);
  buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)]?.focus();
}

function writeLink(area) {
  // A field of one line would drop the break between two words.
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd).replace(/\n+/g, " ");
  const address = make("input", {
    type: "url",
    required: true,
    id: "desk-link-address",
    placeholder: "https://",
  });
  const words = make("input", {
    type: "text",
    required: true,
    id: "desk-link-words",
    value: chosen,
  });
  const form = make(
    "form",
    { method: "dialog" },
    make("p", {}, make("label", { htmlFor: address.id }, "Address "), address),
    make("p", {}, make("label", { htmlFor: words.id }, "Words "), words),
    make("button", { type: "submit", className: "button" }, "Insert"),
  );
  const close = open(area, "A link", form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const url = new URL(address.value).href.replace(/[()\\]/g, "\\$&");
    close();
    insert(area, `[${words.value}](${url})`);
  });
  address.focus();
}
