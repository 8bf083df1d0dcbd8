/**
 * Votes without leaving the page. What others vote is followed once the poll has come on screen.
 */

import { recall, remember } from "../lib/storage.js";

const votes = (number) => `${number} vote${number === 1 ? "" : "s"}`;

class Poll {
  version = -1;
  announcedAt = Date.now();
  news = ""; // what is to be announced

  constructor(ballot) {
    this.ballot = ballot;
    this.address = ballot.dataset.poll;
    ballot.addEventListener("submit", (event) => this.vote(event));
    addEventListener("storage", () => this.showOwn());
    this.showOwn();
    this.followWhenSeen();
  }

  /** The part with the attribute `data-name`. */
  find(name) {
    return this.ballot.querySelector(`[data-${name}]`);
  }

  /** Only words and the widths of bars change: nothing moves, and focus stays. */
  say(name, words, part = this.find(name)) {
    if (part && part.textContent !== words) part.textContent = words;
  }

  /** Show a result unless it is older than the last one. */
  show({ version, choices, total, set_apart: apart, is_open: isOpen }) {
    if (version < this.version) return;
    for (const choice of choices) this.showChoice(choice, total);
    const sum = choices.reduce((before, { percent }) => before + percent, 0);
    const rounded = sum === 100 ? "" : ", percentages rounded";
    const many = `; ${apart} more set apart, which came many at once from one network`;
    this.say(
      "sum",
      (total ? `${votes(total)} in all${rounded}` : "No votes yet") + (apart ? many : ""),
    );
    this.ballot.dataset.open = isOpen;
    this.say("terms", this.find("terms").dataset[isOpen]);
    if (this.version >= 0 && this.version < version) this.news = `Now ${votes(total)} in all.`;
    this.version = version;
  }

  showChoice(choice, total) {
    const line = this.find(`key="${choice.key}"`);
    if (!line) return; // released since the page was opened
    const width = (count) => (total ? (100 * count) / total : 0).toFixed(2);
    const [printed, cast] = line.querySelectorAll("rect");
    this.say("", `${votes(choice.total)}, ${choice.percent} %`, line.querySelector("[data-total]"));
    this.say("", `${choice.votes}`, line.querySelector("[data-votes]"));
    printed.setAttribute("width", width(choice.printed));
    cast.setAttribute("x", width(choice.printed));
    cast.setAttribute("width", width(choice.votes));
  }

  showOwn() {
    const line = this.find(`key="${recall(this.address)}"`);
    if (!line) return;
    this.say("own", `Your vote: ${line.querySelector(".words").textContent}`);
    this.say("", "Change vote", this.ballot.querySelector("button"));
  }

  async vote(event) {
    event.preventDefault();
    if (this.isSending) return;
    this.isSending = true;
    const refusal = navigator.onLine ? await this.send() : "Not sent: you are offline.";
    this.say("refusal", refusal ?? "");
    this.isSending = false;
  }

  /** Send the ballot and show what comes of it; return why it was refused, if it was. */
  async send() {
    const body = new URLSearchParams(new FormData(this.ballot));
    const headers = { Accept: "application/json" };
    try {
      const answer = await fetch(this.address, { method: "POST", body, headers });
      const reply = await answer.json();
      if (answer.ok) {
        this.announcedAt = Date.now();
        this.show(reply.tally);
        this.find("heading").focus();
        this.say("said", reply.said);
        remember(this.address, reply.choice);
        this.showOwn();
      }
      return reply.message;
    } catch {
      return "There was no answer. Please vote again.";
    }
  }

  followWhenSeen() {
    const observer = new IntersectionObserver(async (entries) => {
      if (!entries.at(-1).isIntersecting) return;
      observer.disconnect();
      const { follow } = await import("./poll_live.js");
      follow(this);
    });
    observer.observe(this.ballot);
  }
}

for (const ballot of document.querySelectorAll("[data-poll]")) new Poll(ballot);
