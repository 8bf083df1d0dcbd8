/** Drag one item of a list by its grip, with a mouse, a finger or a pen.
 *
 * `shift(step)` moves it by one among `items()`, if it can; `done()` hears of a drag that moved it.
 */
const EDGE = 60; // px of the window's height in which the page scrolls along
const SPEED = 10; // px a frame

export function drag(grip, item, { items, shift, done }) {
  let start = -1; // its index before the drag; -1 when there is none
  let height = 0; // of the pointer in the window

  const place = () => items().indexOf(item);
  const middle = (other) => {
    const { top, bottom } = other.getBoundingClientRect();
    return (top + bottom) / 2;
  };

  /** Whether the pointer is past the middle of the next item in the direction of `step`. */
  const isBeyond = (next, step) =>
    next && (step < 0 ? height <= middle(next) : height >= middle(next));

  function follow() {
    for (const step of [-1, 1]) {
      while (isBeyond(items()[place() + step], step)) shift(step);
    }
  }

  function scrollAlong() {
    if (start < 0) return;
    if (height < EDGE) scrollBy(0, -SPEED);
    else if (height > innerHeight - EDGE) scrollBy(0, SPEED);
    follow();
    requestAnimationFrame(scrollAlong);
  }

  function end(isKept) {
    if (start < 0) return;
    const from = start;
    start = -1;
    item.classList.remove("is-dragged");
    if (isKept && place() !== from) done();
    while (!isKept && place() !== from && shift(Math.sign(from - place())));
  }

  grip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    start = place();
    height = event.clientY;
    item.classList.add("is-dragged");
    requestAnimationFrame(scrollAlong);
  });
  grip.addEventListener("pointermove", (event) => {
    if (start < 0) return;
    height = event.clientY;
    follow();
  });
  grip.addEventListener("pointerup", () => end(true));
  grip.addEventListener("pointercancel", () => end(false));
  grip.addEventListener("lostpointercapture", () => end(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && end(false));
}
