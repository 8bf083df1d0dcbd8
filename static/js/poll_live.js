/**
 * Follow the result of a poll while it is on screen: by a stream, or by asking if that is not to be
 * had.
 */

import { recall } from "../lib/storage.js";

const INTERVAL = 14_000; // ms between questions while there is no stream
const QUIET = 30_000; // ms between announcements

export function follow(poll) {
  const { address, ballot } = poll;
  let failures = 0;
  let stream, again, isLive, isSeen;

  function update(tally) {
    poll.show(tally);
    announce();
  }

  /** Announce a new result to readers who see the poll and have voted or asked for it. */
  function announce() {
    if (!poll.news || !isSeen || Date.now() < poll.announcedAt + QUIET) return;
    if (!recall(address) && !poll.find("ask").checked) return;
    poll.say("news", poll.news);
    poll.news = "";
    poll.announcedAt = Date.now();
  }

  function showState(live) {
    isLive = live;
    poll.say("live", live ? "Live" : `Updated ${Date().slice(16, 21)}`);
  }

  function listen() {
    stream = new EventSource(`${address}stream`);
    stream.onmessage = ({ data }) => {
      failures = 0;
      showState(true);
      update(JSON.parse(data));
    };
    stream.onerror = () => {
      // Left to itself the browser would ask again in step with all others, and give up on a 503.
      stop();
      if (failures++) ask();
      again = setTimeout(listen, Math.min(60, 2 ** failures) * (500 + 500 * Math.random()));
    };
  }

  function stop() {
    stream?.close();
    clearTimeout(again);
    stream = again = null;
    if (isLive) showState(false);
  }

  async function ask() {
    const answer = await fetch(`${address}state`).catch(() => ({}));
    if (!answer.ok || isLive) return;
    update(await answer.json());
    showState(false);
  }

  /** A page that is hidden, or shows something else, holds no connection. */
  function attend() {
    if (!isSeen || document.hidden) stop();
    else if (!stream && !again) listen();
  }

  addEventListener("pagehide", stop);
  addEventListener("pageshow", attend);
  document.addEventListener("visibilitychange", attend);
  new IntersectionObserver((entries) => {
    isSeen = entries.at(-1).isIntersecting;
    attend();
  }).observe(ballot);
  setInterval(() => {
    if (!isLive && isSeen && !document.hidden) ask();
    announce();
  }, INTERVAL);
}
