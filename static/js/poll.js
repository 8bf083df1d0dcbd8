/** The poll: votes without leaving the page, and follows the result while it is on screen. */

import { recall, remember } from "../lib/storage.js";

const votes = (number) => `${number} vote${number === 1 ? "" : "s"}`;

for (const ballot of document.querySelectorAll("[data-poll]")) follow(ballot);

function follow(ballot) {
  const address = ballot.dataset.poll;
  const find = (name) => ballot.querySelector(`[data-${name}]`);
  const option = (key) => find(`key="${key}"`);
  let version = -1;
  let announcedAt = Date.now();
  let failures = 0;
  let stream, again, isLive, isSeen, isSending, news;

  function say(name, words, part = find(name)) {
    if (part && part.textContent !== words) part.textContent = words;
  }

  /** Only words and the widths of bars change: nothing moves, and focus stays. */
  function show(tally) {
    if (tally.version < version) return;
    const { choices, total } = tally;
    const width = (count) => (total ? (100 * count) / total : 0).toFixed(2);
    let sum = 0;
    for (const choice of choices) {
      sum += choice.percent;
      const line = option(choice.key);
      if (!line) continue; // released since the page was opened
      const [printed, cast] = line.querySelectorAll("rect");
      say("", `${votes(choice.total)}, ${choice.percent} %`, line.querySelector("[data-total]"));
      say("", `${choice.votes}`, line.querySelector("[data-votes]"));
      printed.setAttribute("width", width(choice.printed));
      cast.setAttribute("x", width(choice.printed));
      cast.setAttribute("width", width(choice.votes));
    }
    const rounded = sum === 100 ? "" : ", percentages rounded";
    const apart = tally.set_apart;
    const aside = apart ? `; ${apart} more set apart, which came many at once from one network` : "";
    say("sum", (total ? `${votes(total)} in all${rounded}` : "No votes yet") + aside);
    ballot.dataset.open = tally.is_open;
    say("terms", find("terms").dataset[tally.is_open]);
    if (version >= 0 && version < tally.version) news = `Now ${votes(total)} in all.`;
    version = tally.version;
    announce();
  }

  /** Told at most twice a minute, to who looks at the poll and has voted or asked. */
  function announce() {
    if (!news || !isSeen || Date.now() < announcedAt + 30_000) return;
    if (!recall(address) && !find("ask").checked) return;
    say("news", news);
    news = "";
    announcedAt = Date.now();
  }

  function showOwn() {
    const line = option(recall(address));
    if (!line) return;
    say("own", `Your vote: ${line.querySelector(".words").textContent}`);
    say("", "Change vote", ballot.querySelector("button"));
  }

  async function vote(event) {
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    let refusal = "Not sent: you are offline.";
    try {
      if (navigator.onLine) {
        refusal = "There was no answer. Please vote again.";
        const body = new URLSearchParams(new FormData(ballot));
        const headers = { Accept: "application/json" };
        const answer = await fetch(address, { method: "POST", body, headers });
        const told = await answer.json();
        refusal = told.message;
        if (answer.ok) {
          announcedAt = Date.now();
          show(told.tally);
          find("heading").focus();
          say("said", told.said);
          remember(address, told.choice);
          showOwn();
        }
      }
    } catch {
      // the refusal says it
    }
    say("refusal", refusal ?? "");
    isSending = false;
  }

  function tell(live) {
    isLive = live;
    say("live", live ? "Live" : `Updated ${Date().slice(16, 21)}`);
  }

  function listen() {
    stream = new EventSource(`${address}stream`);
    stream.onmessage = ({ data }) => {
      failures = 0;
      tell(true);
      show(JSON.parse(data));
    };
    stream.onerror = () => {
      // Left to itself the browser would ask again in step with all others, and give up on a 503.
      stop();
      if (failures++) look();
      again = setTimeout(listen, Math.min(60, 2 ** failures) * (500 + 500 * Math.random()));
    };
  }

  function stop() {
    stream?.close();
    clearTimeout(again);
    stream = again = null;
    if (isLive) tell(false);
  }

  async function look() {
    const answer = await fetch(`${address}state`).catch(() => ({}));
    if (!answer.ok || isLive) return;
    show(await answer.json());
    tell(false);
  }

  /** A page that is hidden, or shows something else, holds no connection. */
  function attend() {
    if (!isSeen || document.hidden) stop();
    else if (!stream && !again) listen();
  }

  ballot.addEventListener("submit", vote);
  addEventListener("storage", showOwn);
  addEventListener("pagehide", stop);
  addEventListener("pageshow", attend);
  document.addEventListener("visibilitychange", attend);
  new IntersectionObserver((entries) => {
    isSeen = entries.at(-1).isIntersecting;
    attend();
  }).observe(ballot);
  setInterval(() => {
    if (!isLive && isSeen && !document.hidden) look();
    announce();
  }, 14_000);
  showOwn();
}
