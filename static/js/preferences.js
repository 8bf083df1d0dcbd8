/** The controls under "Aa". The preferences are attributes of the root, which head.js keeps. */

const preferences = document.documentElement.dataset;
const edited = new Map(); // the children of emended words while their printed form is shown

export function followPreferences(panel) {
  const controls = [...panel.querySelectorAll("input")];
  for (const control of controls) control.checked = control.defaultChecked;
  for (const control of controls) {
    if (preferences[control.name] === control.value) control.checked = true;
  }
  for (const { checked, name, value } of controls) {
    if (checked && !value) delete preferences[name]; // it was none of these
  }
  panel.previousElementSibling.disabled = false;
  panel.addEventListener("change", ({ target: { name, value } }) => {
    if (value) preferences[name] = value;
    else delete preferences[name];
    apply();
  });
  apply();
}

function apply() {
  showForm(preferences.form === "printed");
  const entries = document.querySelectorAll(".annotations li");
  for (const entry of entries) showFor(preferences.annotations, entry);
}

/** Show all emended words as printed, or as edited. */
function showForm(isPrinted) {
  for (const words of document.querySelectorAll("[data-printed]")) {
    if (isPrinted && !edited.has(words)) {
      edited.set(words, [...words.childNodes]);
      words.replaceChildren(words.dataset.printed);
    } else if (!isPrinted && edited.has(words)) {
      words.replaceChildren(...edited.get(words));
      edited.delete(words);
    }
  }
}

/**
 * Hide an annotation, its letter and the line under its words if it is not meant for the chosen
 * audience.
 */
function showFor(chosen, entry) {
  const { audience } = entry.dataset;
  entry.hidden = Boolean(chosen && (chosen === "none" || (audience && audience !== chosen)));
  const marks = `.letter:has(> [href="#${entry.id}"]), [data-annotation="${entry.id}"]`;
  for (const mark of document.querySelectorAll(marks)) {
    mark.classList.toggle("is-out", entry.hidden);
  }
}
