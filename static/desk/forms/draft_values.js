/** Read the values of a form for a draft, and restore them, row by row. */

const IGNORED_NAME = /__prefix__|password|^csrfmiddlewaretoken$|^draft$|^_/;
const IGNORED_IN_ROWS = /^(.+-)?(seen|choice-.+|TOTAL_FORMS|INITIAL_FORMS|(MIN|MAX)_NUM_FORMS)$/;
const IGNORED_TYPES = ["file", "submit", "button"];
const ROW = /^(.+)-(\d+)-(\w+)$/;

const isIgnored = ({ name, type }) =>
  !name || IGNORED_NAME.test(name) || IGNORED_IN_ROWS.test(name) || IGNORED_TYPES.includes(type);

const fieldsOf = (form) => [...form.elements].filter((field) => !isIgnored(field));

/** Every value by the name of its field: a text, or of a list the chosen [value, words]. */
export function read(form) {
  const values = {};
  for (const field of fieldsOf(form)) values[field.name] = chosenIn(form, field);
  return values;
}

function chosenIn(form, { name, type, localName, checked, value, selectedOptions }) {
  if (type === "checkbox") return checked;
  if (type === "radio") return form.elements[name].value;
  if (localName === "select") return [...selectedOptions].map((each) => [each.value, each.text]);
  return value;
}

/** What was stored when the form was opened, as its own guards say; by rows, since these move. */
export function seenIn(form) {
  const seen = {};
  for (const field of form.elements) {
    if (!/(^|-)seen$/.test(field.name) || field.name.includes("__prefix__")) continue;
    const id = field.name.replace(/seen$/, "id");
    const row = `${id.replace(/\d+-id$/, "")}${form.elements[id]?.value}`;
    seen[field.name === "seen" ? "" : row] = field.value;
  }
  return JSON.stringify(seen);
}

/**
 * Put a draft back. Its guards come with it, so that nothing stored since is overwritten unseen.
 */
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
    const stored = values.id && rowOf(form, prefix, values.id);
    const target = stored || emptyRow(form, prefix, values);
    if (!target) continue;
    for (const [field, value] of Object.entries(values)) {
      if (field !== "id") put(form.elements[`${target}-${field}`], value);
    }
    const guard = form.elements[`${target}-seen`];
    const isStored = form.elements[`${target}-id`]?.value;
    if (guard && isStored) guard.value = seen[`${prefix}-${values.id}`] ?? guard.value;
  }
}

const total = (form, prefix) => Number(form.elements[`${prefix}-TOTAL_FORMS`].value);

function rowOf(form, prefix, id) {
  for (let index = 0; index < total(form, prefix); index += 1) {
    if (form.elements[`${prefix}-${index}-id`]?.value === id) return `${prefix}-${index}`;
  }
}

/** A row for what was typed into a new one: the first empty row, or one more; else undefined. */
function emptyRow(form, prefix, values) {
  const isTyped = ([field, value]) =>
    !["id", "order"].includes(field) && typeof value === "string" && /\D/.test(value);
  if (!Object.entries(values).some(isTyped)) return undefined;
  for (let index = 0; index < total(form, prefix); index += 1) {
    const each = `${prefix}-${index}`;
    const texts = [...form.elements].filter(
      ({ name, type }) => name.startsWith(`${each}-`) && type === "text",
    );
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
    const isListed = [...list.options].some((option) => option.value === value);
    if (!isListed) list.add(new Option(words, value));
  }
  const values = chosen.map(([value]) => value);
  for (const option of list.options) option.selected = values.includes(option.value);
}
