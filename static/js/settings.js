/* What the reader chose earlier, told to the style sheets before anything is painted. */
try {
  Object.assign(document.documentElement.dataset, JSON.parse(localStorage.reading));
} catch {} // nothing chosen, or a browser that keeps nothing

/* Who comes by a plain address begins with the text; who goes back, loads again or comes to a place finds the page laid out whole. */
if (!location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
  document.documentElement.classList.add("is-partial");
  addEventListener("load", () => layOut([...document.querySelectorAll(".back")]));
}

/* What follows the text, part by part, while nothing else is to do. */
function layOut([part, ...rest]) {
  (window.requestIdleCallback ?? setTimeout)(() => {
    if (!part) return document.documentElement.classList.remove("is-partial");
    part.style.contentVisibility = "visible";
    part.getBoundingClientRect(); // now, and not together with the next
    layOut(rest);
  });
}
