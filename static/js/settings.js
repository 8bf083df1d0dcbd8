/* What the reader chose earlier, told to the style sheets before anything is painted. */
try {
  Object.assign(document.documentElement.dataset, JSON.parse(localStorage.reading));
} catch {} // nothing chosen, or a browser that keeps nothing

/* A first visit begins with the text; who comes back, or to a place, comes to a page that is laid out whole. */
if (!location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate") document.documentElement.className = "is-partial";
