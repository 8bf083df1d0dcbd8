/** Pieces of a page that scripts make. */

/**
 * Make an element: its properties, then what is in it. A button sends no form unless its type says
 * so.
 */
export function make(name, { dataset, ...properties } = {}, ...inside) {
  const element = document.createElement(name);
  if (name === "button") element.type = name;
  Object.assign(element, properties);
  Object.assign(element.dataset, dataset);
  element.append(...inside);
  return element;
}
