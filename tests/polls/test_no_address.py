"""After a day of use no address of a reader is in the database or in the logs."""

import asyncio
import http.client
import random
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlencode

import psycopg
import pytest

from benchmarks.listeners import Listener
from tests.polls.under_load import CHOICES, POLL

pytestmark = pytest.mark.process

EDITION = "/editions/sino-russian-partnership/"
HERE = {"Sec-Fetch-Site": "same-origin"}
WITHOUT_A_PROXY = "127.0.0.77"
READERS = 12  # of each IP version
BURST = 70


def addresses():
    """Yield addresses of many networks, of both IP versions."""
    chance = random.Random(4)
    for number in range(READERS):
        yield IPv4Address(
            f"185.{chance.randrange(16, 200)}.{chance.randrange(100, 256)}.{number + 100}"
        )
        yield IPv6Address((0x2A01_04F8 << 96) | chance.getrandbits(96))


class Day:
    """The requests of a day, each from another address, as forwarded by a proxy."""

    def __init__(self, edition):
        self.edition = edition
        self.cookie = ""

    def ask(self, method, path, address, form=None, source="127.0.0.1", **headers):
        """Send a request; return the status and headers of the response."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.edition.port, timeout=20, source_address=(source, 0)
        )
        body = urlencode(form) if form is not None else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        forwarded = {"X-Forwarded-For": str(address), "X-Real-IP": str(address)}
        connection.request(method, path, body, kind | forwarded | headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, answer.headers

    def read_and_vote(self, number, address):
        forwarded = (f"{address}", f"{address}, 10.0.0.1", f"[{address}]:4711")[number % 3]
        for path in (EDITION, POLL, POLL + "state", f"/no-such-page-{number}"):
            self.ask("GET", path, forwarded)
        choice = {"choice": CHOICES[number % 4]}
        assert self.ask("POST", POLL, forwarded, choice, **HERE)[0] == 303

    def refusals(self, address):
        """Provoke errors of the application, of Django and of the server in front of it."""
        vote = {"choice": "deter"}
        asked = [
            self.ask("POST", POLL, address, {"choice": "none"}, **HERE),
            self.ask("POST", POLL, address, vote),
            self.ask("POST", POLL, address, vote, **{"Sec-Fetch-Site": "cross-site"}),
            self.ask("POST", POLL, address, {"choice": "x" * 5000}, **HERE),
            self.ask("PUT", POLL, address, vote, **HERE),
            self.ask("POST", EDITION, address, vote, **HERE),
            self.ask("GET", "/%00", address),
            self.ask("GET", "/admin/no-such-page/", address),
        ]
        assert all(status >= 400 or status == 302 for status, _ in asked)
        self.ask("GET", "/", address, Host="elsewhere.example")

    def log_in(self, address, password):
        """Log in without a token, with a wrong password, and correctly."""
        page = "/admin/login/"
        self.ask("POST", page, address, {"username": "editor", "password": "wrong"})
        _, headers = self.ask("GET", page, address)
        cookie = headers["Set-Cookie"].partition(";")[0]
        for tried in ("wrong", password):
            form = {
                "username": "editor",
                "password": tried,
                "csrfmiddlewaretoken": cookie.partition("=")[2],
            }
            status, _ = self.ask("POST", page, address, form, Cookie=cookie)
        assert status == 302

    async def listen(self, address):
        request = (
            f"GET {POLL}stream HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {address}\r\n\r\n"
        )
        loop = asyncio.get_running_loop()
        _, listener = await loop.create_connection(
            lambda: Listener(request.encode()), "127.0.0.1", self.edition.port
        )
        await listener.opened
        listener.transport.abort()


def stored(edition):
    """Return everything stored: every file of the data folder, and every PostgreSQL row."""
    content = [
        path.read_bytes()
        for path in edition.data_dir.rglob("*")
        if path.is_file() and not path.is_symlink() and "static" not in path.parts
    ]
    if url := edition.environment.get("DATABASE_URL"):
        with psycopg.connect(url) as connection:
            tables = connection.execute(
                "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            for (table,) in tables:
                rows = connection.execute(f"SELECT each::text FROM {table} AS each").fetchall()
                content.append("\n".join(row for (row,) in rows).encode())
    return b"\n".join(content)


def traces(address):
    """The forms in which an address could be stored: in full, in each notation, or its network."""
    if address.version == 4:
        return {str(address), str(address).rpartition(".")[0] + ".", address.packed.hex()}
    return {str(address), address.exploded, address.exploded[:14], address.packed.hex()}


def test_after_a_day_of_use_no_address_is_anywhere(edition):
    edition.start()
    day, all_used = Day(edition), list(addresses())
    for number, address in enumerate(all_used):
        day.read_and_vote(number, address)
    crowd = all_used[0]
    for number in range(BURST):
        assert day.ask("POST", POLL, crowd, {"choice": CHOICES[number % 4]}, **HERE)[0] == 303
    day.ask("POST", POLL, "", {"choice": "deter"}, source=WITHOUT_A_PROXY, **HERE)
    day.refusals(all_used[1])
    day.refusals(all_used[2])
    day.log_in(all_used[3], edition.password)
    asyncio.run(day.listen(all_used[4]))
    while_running = stored(edition)
    edition.stop()
    content = while_running + stored(edition)
    assert b"/no-such-page-7" in content, "The logs are not searched."
    assert b"editor" in content and b"us-goals" in content, "The database is not searched."
    bursts = edition.manage("restore_votes", "sino-russian-partnership", "us-goals")
    assert "votes, set apart" in bursts
    found = [
        trace for address in all_used for trace in traces(address) if trace.encode() in content
    ]
    assert found == []
    assert WITHOUT_A_PROXY.encode() not in content
