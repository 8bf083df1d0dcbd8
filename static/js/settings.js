/* What the reader chose earlier, told to the style sheets before anything is painted. */
try {
  Object.assign(document.documentElement.dataset, JSON.parse(localStorage.reading));
} catch {} // nothing chosen, or a browser that keeps nothing
