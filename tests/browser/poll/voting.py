"""What readers do with the poll, and what they are shown of it."""

import contextlib
import http.client
import http.server
import json
import re
import sqlite3
import threading
import urllib.request

from tests.waiting import until

EDITION = "/editions/sino-russian-partnership/"
POLL = EDITION + "polls/us-goals/"


def open_poll(page):
    page.goto(EDITION + "#poll-us-goals")
    page.locator("#poll-us-goals").scroll_into_view_if_needed()
    return page


def vote(page, words):
    open_poll(page)
    page.get_by_role("radio", name=words).check()
    with page.expect_response(is_answered):
        page.locator("#poll-us-goals button").click()
    page.get_by_text(re.compile(f"Your vote:.*{words}")).wait_for()
    page.wait_for_load_state()  # without a script that is another page


def is_answered(response):
    """Whether it answers a vote, and not by asking to send it again."""
    return response.request.method == "POST" and response.status != 307


def words(page):
    return " ".join(page.locator("main").inner_text().split())


def figures(page, key):
    return page.locator(f"[data-key={key}] [data-total]").inner_text()


def wait_for_figures(page, key, before):
    """Wait until a choice shows something other than `before`; the server may be busy."""
    page.wait_for_function(
        "([key, before]) => document.querySelector(`[data-key=${key}] [data-total]`)"
        ".textContent !== before",
        arg=[key, before],
        timeout=60_000,
    )


def posted(requests):
    """The votes that pages have sent, among all their requests."""
    return [address for address in requests if address.endswith(POLL)]


def far_away(served, dropped):
    """Serve the edition so that two votes are on their way before either is answered.

    The second answer comes when what the first leads to is on its way. Browsers do not send the
    headers named in `dropped`.
    """
    both_are_sent, first_goes_on = threading.Barrier(2), threading.Event()

    class FromAfar(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            length = int(self.headers.get("Content-Length", 0))
            headers = {k: v for k, v in self.headers.items() if k.lower() not in dropped}
            connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
            connection.request(self.command, self.path, self.rfile.read(length), headers)
            answer = connection.getresponse()
            body = answer.read()
            if self.path.endswith("?again"):
                first_goes_on.set()
            elif self.command == "POST" and both_are_sent.wait(10):
                first_goes_on.wait(10)
            self.send_response_only(answer.status)
            for header in answer.getheaders():
                self.send_header(*header)
            self.end_headers()
            with contextlib.suppress(OSError):  # the browser may have lost interest
                self.wfile.write(body)
            connection.close()

        do_POST = do_GET

        def log_message(self, *told):
            pass

    return http.server.ThreadingHTTPServer(("127.0.0.1", 0), FromAfar)


def close_poll(served, closes_at):
    """Let the poll close at a moment in SQL, or stay open."""
    with in_database(served) as database:
        database.execute(f"UPDATE polls_poll SET closes_at = {closes_at}")
        database.commit()


def post(served, choice="alliance", **headers):
    """The status and the headers that answer a posted vote."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", POLL, f"choice={choice}", form | headers)
    with connection.getresponse() as answer:
        told = answer.status, answer.headers, answer.read().decode()
    connection.close()
    return told


def vote_elsewhere(served, choice):
    assert post(served, choice, **{"Sec-Fetch-Site": "same-origin"})[0] == 303


def in_database(served):
    return contextlib.closing(sqlite3.connect(served.data_dir / "edition.sqlite3", timeout=10))


def state(served):
    """The votes of each choice as every program is told them, with all that is recorded by now."""
    with in_database(served) as database:
        (recorded,) = database.execute("SELECT version FROM polls_poll").fetchone()
    told = wait_until_told(served, lambda told: told["version"] >= recorded)
    return [row["total"] for row in told["choices"]]


def wait_until_told(served, is_new):
    """What every program is told of the poll, once that is new."""

    def ask():
        with urllib.request.urlopen(f"{served.url}{POLL}state") as answer:
            told = json.load(answer)
        return told if is_new(told) else None

    return until(ask)


def one_more(totals, number):
    return [total + (place == number) for place, total in enumerate(totals)]
