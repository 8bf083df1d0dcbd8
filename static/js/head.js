/* What the head of every page does before anything is painted. */

/* The reader's preferences: data attributes of the root for style sheets, kept by this browser. */
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
 * A first visit by a plain address lays out the text first; going back, reloading and an address
 * with a fragment lay out the whole page.
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
