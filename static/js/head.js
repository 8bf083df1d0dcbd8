/* What the head of every page does before anything is painted. */

/*
 * The reader's preferences are data attributes of the root, for the style sheets. This browser
 * keeps them.
 */
{
  const root = document.documentElement;
  const names = ["annotations", "form", "notes", "size", "theme"];
  try {
    Object.assign(root.dataset, JSON.parse(localStorage.reading));
  } catch {} // nothing was chosen, or this browser keeps nothing
  new MutationObserver(() => {
    try {
      localStorage.reading = JSON.stringify(root.dataset);
    } catch {} // the choice holds as long as the page
  }).observe(root, { attributeFilter: names.map((name) => `data-${name}`) });
}

/*
 * Who comes by a plain address begins with the text; who goes back, loads again or comes to a place
 * finds the page laid out whole.
 */
if (!location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
  document.documentElement.classList.add("is-partial");
  addEventListener("load", () => layOut([...document.querySelectorAll(".back")]));
}

/* Lay out what follows the text, part by part, while nothing else is to do. */
function layOut([part, ...rest]) {
  (window.requestIdleCallback ?? setTimeout)(() => {
    if (!part) return document.documentElement.classList.remove("is-partial");
    part.style.contentVisibility = "visible";
    part.getBoundingClientRect(); // now, and not together with the next
    layOut(rest);
  });
}
