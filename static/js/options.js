/** The reader's choices under "Aa": kept in this browser, and on the root as attributes for the style sheets. */

const chosen = document.documentElement.dataset;
const edited = new Map(); // the children of emended words while their printed form is shown

export function followOptions(form) {
  const controls = [...form.querySelectorAll("input")];
  for (const control of controls) control.checked = control.defaultChecked;
  for (const control of controls) if (chosen[control.name] === control.value) control.checked = true;
  for (const { checked, name, value } of controls) if (checked && !value) delete chosen[name]; // it was none of these
  form.previousElementSibling.disabled = false;
  form.addEventListener("change", ({ target: { name, value } }) => {
    if (value) chosen[name] = value;
    else delete chosen[name];
    try {
      localStorage.reading = JSON.stringify({ ...chosen });
    } catch {} // the choice holds as long as the page
    apply();
  });
  apply();
}

function apply() {
  const isPrinted = chosen.form === "printed";
  for (const words of document.querySelectorAll("[data-printed]")) {
    if (isPrinted && !edited.has(words)) {
      edited.set(words, [...words.childNodes]);
      words.replaceChildren(words.dataset.printed);
    } else if (!isPrinted && edited.has(words)) {
      words.replaceChildren(...edited.get(words));
      edited.delete(words);
    }
  }
  for (const entry of document.querySelectorAll(".annotations li")) {
    const { audience } = entry.dataset;
    entry.hidden = Boolean(chosen.annotations && (chosen.annotations === "none" || (audience && audience !== chosen.annotations)));
    document.querySelector(`.letter:has(> [href="#${entry.id}"])`)?.classList.toggle("is-out", entry.hidden);
    for (const words of document.querySelectorAll(`[data-annotation="${entry.id}"]`)) words.classList.toggle("is-out", entry.hidden);
  }
}
