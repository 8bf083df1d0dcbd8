/** Send a form once, and say so if that takes longer than a second. */
import { make } from "../../lib/dom.js";

export function sendOnce(form) {
  let isSent = false;
  let waiting;
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return;
    if (isSent) {
      event.preventDefault();
      return;
    }
    isSent = true;
    waiting = setTimeout(() => tell(event.submitter ?? form.querySelector("[type=submit]")), 1000);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    clearTimeout(waiting);
    isSent = false;
    form.querySelector(".desk-sending")?.remove();
  });
}

function tell(button) {
  const progress = make("progress", {});
  progress.setAttribute("aria-label", "At work");
  const told = make("span", { className: "desk-sending" }, "At work… ", progress);
  told.setAttribute("role", "status");
  button?.after(told);
}
