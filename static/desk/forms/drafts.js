/** Store what is typed in this browser, and offer it when the form is opened again. */
import { make } from "../../lib/dom.js";
import { keysOf, recall, remember } from "../../lib/storage.js";
import { read, restore, seenIn } from "./draft_values.js";

const PREFIX = "desk-draft:";
const PAUSE = 500;
const MOST = 5; // drafts of one form
const CHANGED_SINCE =
  " What is stored has been changed since: where both differ, saving shows you how.";

/** The server says in a cookie which draft has been saved: it is not needed any more. */
export function forgetSaved() {
  const saved = /(?:^|; )desk-saved=([^;]*)/.exec(document.cookie)?.[1];
  if (!saved) return;
  for (const key of keysOf(PREFIX)) {
    write(
      key,
      drafts(key).filter((draft) => draft.id !== saved),
    );
  }
  document.cookie = `desk-saved=; path=${location.pathname.split("/", 2).join("/")}/; max-age=0`;
}

export function keepDrafts(form, box) {
  const key = `${PREFIX}${box.dataset.user}:${addressOf(location)}`;
  const now = JSON.stringify(read(form));
  const known = drafts(key);
  const same = known.find((draft) => JSON.stringify(draft.values) === now);
  const state = { id: same?.id ?? newId() };
  const sent = make("input", { type: "hidden", name: "draft", value: state.id });
  form.append(sent);
  // A form that was refused holds what is stored nowhere else.
  const stored = document.querySelector(".errornote") ? null : now;
  const told = make("p", { className: "desk-kept" });
  form.querySelector(".submit-row")?.before(told);

  let timer;
  let isLost = false;
  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
    const values = read(form);
    const others = drafts(key).filter((draft) => draft.id !== state.id);
    const isChanged = JSON.stringify(values) !== stored;
    const draft = { id: state.id, at: Date.now(), seen: seenIn(form), values };
    isLost = !write(key, isChanged ? [...others, draft].slice(-MOST) : others);
    if (isLost) told.textContent = "This browser cannot keep a draft: save before you leave.";
    else if (isChanged) tellKept(told, key, state.id, draft.at);
    else told.replaceChildren();
  };
  const note = () => (timer ??= setTimeout(keep, PAUSE));
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  document.addEventListener("formset:added", note);
  document.addEventListener("formset:removed", note);
  window.django?.jQuery?.(form).on("change", note); // the lists to search tell nobody else
  window.addEventListener("pagehide", () => timer && keep());
  form.addEventListener("submit", () => timer && keep());
  window.addEventListener("beforeunload", (event) => {
    const isChanged = JSON.stringify(read(form)) !== stored;
    if (isLost && isChanged && !form.dataset.leaving) event.preventDefault();
  });
  form.addEventListener("submit", () => (form.dataset.leaving = "yes"));
  window.addEventListener("pageshow", () => delete form.dataset.leaving); // back again

  const offered = known.filter((draft) => draft !== same).reverse();
  if (stored !== null || offered.length) {
    for (const draft of offered) box.append(offer(draft, form, box, key, state, sent));
    box.hidden = !offered.length;
  }
  if (same) tellKept(told, key, same.id, same.at);
}

function offer(draft, form, box, key, state, sent) {
  const differs = draft.seen !== seenIn(form);
  const since = differs ? CHANGED_SINCE : "";
  const line = make("p", {}, `You wrote here ${when(draft.at)} and did not save it.${since} `);
  line.append(
    tool("Restore it", () => {
      restore(form, draft);
      state.id = sent.value = draft.id;
      line.remove();
      form.dispatchEvent(new Event("input"));
      goOn(form, box);
    }),
    " ",
    tool("Discard draft", () => {
      write(
        key,
        drafts(key).filter((each) => each.id !== draft.id),
      );
      line.remove();
      goOn(form, box);
    }),
  );
  return line;
}

/** The pressed button is gone: focus the next offer, or the first field. */
function goOn(form, box) {
  box.hidden = !box.hasChildNodes();
  const fields = "input:not([type=hidden], :disabled, [readonly]), textarea, select";
  (box.querySelector("button") ?? form.querySelector(fields))?.focus();
}

function tellKept(told, key, id, at) {
  const discard = tool("Discard draft", () => {
    write(
      key,
      drafts(key).filter((draft) => draft.id !== id),
    );
    location.assign(location.href);
  });
  told.replaceChildren(`A draft is kept in this browser, ${when(at)}. `, discard);
}

function tool(name, act) {
  const button = make("button", { className: "button" }, name);
  button.addEventListener("click", act);
  return button;
}

const DAY = { day: "numeric", month: "long", year: "numeric" };
const TIME = { hour: "2-digit", minute: "2-digit" };

/** A moment in words: "today at 14:02", "on 3 May 2026 at 09:30". */
function when(at) {
  const then = new Date(at);
  const isToday = then.toDateString() === new Date().toDateString();
  const day = isToday ? "today" : `on ${then.toLocaleDateString("en-GB", DAY)}`;
  return `${day} at ${then.toLocaleTimeString("en-GB", TIME)}`;
}

/** An identifier that no other draft has; browsers have `randomUUID` only over HTTPS. */
const newId = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;

/** The address of a form without the parameters that only lead back to another page. */
function addressOf({ pathname, search }) {
  const query = new URLSearchParams(search);
  for (const name of ["next", "_changelist_filters"]) query.delete(name);
  return `${pathname}?${query}`;
}

function drafts(key) {
  try {
    return JSON.parse(recall(key)) ?? [];
  } catch {
    return [];
  }
}

const write = (key, kept) => remember(key, kept.length ? JSON.stringify(kept) : null);
