/** On narrow screens the card is a sheet, and Back closes it instead of leaving the page. */

let closeSheet = null;
let next = "";
let beneath = ""; // the hash of the step beneath, which meanwhile leads nowhere: else Back would go there

/** Give the open sheet a step of history of its own; another sheet in its place needs none. */
export function enterSheet(close) {
  if (!closeSheet) {
    beneath = location.hash;
    if (beneath) history.replaceState(null, "", "#-");
    history.scrollRestoration = "manual"; // closing must leave the reader where they are
    history.pushState({ sheet: true }, "", beneath);
  }
  closeSheet = close;
}

/** Take the step back, unless Back has taken it; then go on to `hash`, if any. */
export function leaveSheet(hash = "") {
  if (closeSheet && history.state?.sheet) {
    next = hash;
    closeSheet = null;
    history.back();
  } else if (hash) {
    location.hash = hash;
  }
}

addEventListener("popstate", () => {
  const close = closeSheet;
  closeSheet = null;
  close?.();
  history.scrollRestoration = "auto";
  if (beneath) history.replaceState(null, "", beneath);
  if (next) setTimeout((hash) => (location.hash = hash), 0, next); // the browser is still at its step back
  beneath = next = "";
});
