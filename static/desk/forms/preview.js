/** Show beside each Markdown field what the page will show, made by the page's own renderer. */
import { make } from "../../lib/dom.js";
import { labelOf, offsetAt } from "./text_field.js";

const PAUSE = 250;
const LOGGED_OUT =
  "You are not logged in any more. Go on writing: saving will ask for your password.";

export function showPreviews(root) {
  for (const area of root.querySelectorAll("textarea[data-preview]")) showPreview(area);
  root.querySelector(".desk-preview-row")?.remove(); // for those without scripts
}

function showPreview(area) {
  const shown = make("div", { className: "desk-shown" });
  const told = make("ul", { className: "desk-refusals" });
  const pane = make("div", { className: "desk-preview" }, told, shown);
  pane.setAttribute("role", "region");
  pane.tabIndex = 0; // so that it can be scrolled by keys
  pane.setAttribute("aria-label", `Preview: ${labelOf(area)}`);
  const panes = make("div", { className: "desk-panes" });
  area.replaceWith(panes);
  panes.append(area, pane);

  let asked = new AbortController();
  let pause;
  let took = 0; // the longer the text, the longer the pause before it is asked again
  const ask = async () => {
    asked.abort();
    asked = new AbortController();
    const begun = performance.now();
    try {
      const preview = await fetchPreview(area, asked.signal);
      took = performance.now() - begun;
      if (preview.html || !preview.refusals.length) shown.innerHTML = preview.html;
      for (const link of shown.querySelectorAll("a")) link.tabIndex = -1;
      told.replaceChildren(...preview.refusals.map((refusal) => refused(area, refusal)));
    } catch (error) {
      if (error.name !== "AbortError") told.replaceChildren(make("li", {}, error.message));
    }
  };
  area.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, Math.max(PAUSE, 2 * took));
  });
  ask();
}

async function fetchPreview(area, signal) {
  const sent = new FormData();
  const of = (name) => area.form.elements[name]?.value;
  sent.set("csrfmiddlewaretoken", of("csrfmiddlewaretoken"));
  for (const name of ["edition", "section"]) if (of(name)) sent.set(name, of(name));
  sent.set(area.name, area.value);
  const headers = { Accept: "application/json" };
  const options = { method: "POST", body: sent, headers, signal };
  const response = await fetch(area.dataset.preview, options);
  if (response.status === 401) {
    throw new Error(LOGGED_OUT);
  }
  if (!response.ok) throw new Error("The preview cannot be made just now.");
  return (await response.json())[area.name];
}

/** One refusal; its button leads to the place in the text. */
function refused(area, { line, column, reason }) {
  const button = make("button", {}, `Line ${line}, column ${column}`);
  button.addEventListener("click", () => {
    const start = offsetAt(area.value, line, column);
    area.focus();
    area.setSelectionRange(start, start + (area.value.codePointAt(start) > 0xffff ? 2 : 1));
  });
  return make("li", {}, button, ` ${reason}`);
}
