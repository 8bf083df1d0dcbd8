/** The values of a form as a draft keeps them, and putting them back, row by row. */

const IGNORED = /^(csrfmiddlewaretoken|draft|_.*|.*password.*|(.+-)?(seen|choice-.+|TOTAL_FORMS|INITIAL_FORMS|(MIN|MAX)_NUM_FORMS))$/;
const ROW = /^(.+)-(\d+)-(\w+)$/;

const fieldsOf = (form) =>
  [...form.elements].filter(
    (field) => field.name && !IGNORED.test(field.name) && !field.name.includes("__prefix__") && field.type !== "file" && field.type !== "submit" && field.type !== "button",
  );

/** Every value by the name of its field: a text, or of a list the chosen [value, words]. */
export function read(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (field.type === "checkbox") values[field.name] = field.checked;
    else if (field.type === "radio") values[field.name] = form.elements[field.name].value;
    else if (field.localName === "select") values[field.name] = [...field.selectedOptions].map((each) => [each.value, each.text]);
    else values[field.name] = field.value;
  }
  return values;
}

/** What was stored when the form was opened, as its own guards say; by rows, since these move. */
export function seenIn(form) {
  const seen = {};
  for (const field of form.elements) {
    if (!/(^|-)seen$/.test(field.name) || field.name.includes("__prefix__")) continue;
    const row = field.name.replace(/seen$/, "id");
    seen[field.name === "seen" ? "" : `${row.replace(/\d+-id$/, "")}${form.elements[row]?.value}`] = field.value;
  }
  return JSON.stringify(seen);
}

/** Put a draft back. Its guards come with it, so that nothing stored since is overwritten unseen. */
export function restore(form, draft) {
  const seen = JSON.parse(draft.seen);
  const rows = new Map();
  for (const [name, value] of Object.entries(draft.values)) {
    const [, prefix, index, field] = ROW.exec(name) ?? [];
    if (!prefix || !form.elements[`${prefix}-TOTAL_FORMS`]) put(form.elements[name], value);
    else {
      const row = `${prefix}-${index}`;
      rows.set(row, { ...rows.get(row), [field]: value });
    }
  }
  if (seen[""] && form.elements.seen) form.elements.seen.value = seen[""];
  for (const [row, values] of rows) {
    const prefix = row.replace(/-\d+$/, "");
    const target = (values.id && rowOf(form, prefix, values.id)) || emptyRow(form, prefix, row, values);
    if (!target) continue;
    for (const [field, value] of Object.entries(values)) {
      if (field !== "id") put(form.elements[`${target}-${field}`], value);
    }
    const guard = form.elements[`${target}-seen`];
    if (guard && form.elements[`${target}-id`]?.value) guard.value = seen[`${prefix}-${values.id}`] ?? guard.value;
  }
}

const total = (form, prefix) => Number(form.elements[`${prefix}-TOTAL_FORMS`].value);

function rowOf(form, prefix, id) {
  for (let index = 0; index < total(form, prefix); index += 1) {
    if (form.elements[`${prefix}-${index}-id`]?.value === id) return `${prefix}-${index}`;
  }
}

/** A row that is new yet: the same one if there is, or one more. Empty ones are not worth it. */
function emptyRow(form, prefix, row, values) {
  const words = Object.entries(values).filter(([field, value]) => typeof value === "string" && !["id", "order"].includes(field) && !/^\d+$/.test(value));
  if (!words.some(([, value]) => value)) return undefined;
  for (let index = 0; index < total(form, prefix); index += 1) {
    const each = `${prefix}-${index}`;
    const texts = [...form.elements].filter((field) => field.name.startsWith(`${each}-`) && field.type === "text");
    if (!form.elements[`${each}-id`]?.value && texts.every((field) => !field.value)) return each;
  }
  document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`)?.click();
  const last = `${prefix}-${total(form, prefix) - 1}`;
  return form.elements[`${last}-id`]?.value ? undefined : last;
}

function put(field, value) {
  if (!field || field.disabled) return;
  if (field.type === "checkbox") field.checked = value;
  else if (field.localName === "select") choose(field, value);
  else field.value = value;
  const target = field instanceof RadioNodeList ? field[0] : field;
  target.dispatchEvent(new Event("input", { bubbles: true }));
  target.dispatchEvent(new Event("change", { bubbles: true }));
}

function choose(list, chosen) {
  for (const [value, words] of chosen) {
    if (![...list.options].some((option) => option.value === value)) list.add(new Option(words, value));
  }
  const values = chosen.map(([value]) => value);
  for (const option of list.options) option.selected = values.includes(option.value);
}
