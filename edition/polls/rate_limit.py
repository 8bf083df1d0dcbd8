"""Rate limit of new ballots: a token bucket per network; what exceeds it is set apart, not refused.

Buckets are in this process's memory, by a keyed hash of the network whose salt is replaced daily;
no address or hash of one is stored or logged. Staff review a burst and may restore it. A network is
never locked out: slower votes count, burst or not.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from threading import Lock

CAPACITY = 60  # new ballots of a network that count at once: a seminar's
REFILL_EVERY = 20.0  # seconds after which one more counts
DAY = 24 * 3600.0


@dataclass(slots=True)
class TokenBucket:
    """The ballots of a network that would still count at the time `at`, by `Networks.clock`.

    `bursts` are its current ones: the primary key of each by that of its poll.
    """

    tokens: float
    at: float
    bursts: dict[int, int] = field(default_factory=dict)

    def refill(self, now: float) -> None:
        self.tokens = min(CAPACITY, self.tokens + (now - self.at) / REFILL_EVERY)
        self.at = now
        if self.tokens == CAPACITY:
            self.bursts.clear()  # they are over


class Networks:
    """The networks that voted today; shared by the event loop and the threads that write."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Replace the salt, and delete every bucket."""
        with self.lock:
            self.salt = secrets.token_bytes(32)
            self.forget_at = self.clock() + DAY
            self.buckets: dict[str, TokenBucket] = {}

    def name(self, address: str) -> str:
        """Return today's name of the network of an address, or "" if it identifies none.

        An address of this machine or of a private network is a proxy's, shared by all readers.
        """
        if self.clock() > self.forget_at:
            self.forget()
        try:
            parsed = ip_address(address.partition("%")[0])
        except ValueError:
            return ""
        parsed = getattr(parsed, "ipv4_mapped", None) or parsed
        if not parsed.is_global:
            return ""
        network = ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False)
        return blake2b(str(network).encode(), key=self.salt, digest_size=16).hexdigest()

    def take_token(self, network: str) -> bool:
        """Count a new ballot from `network`; return False if it exceeds the limit."""
        if not network:
            return True
        now = self.clock()
        with self.lock:
            bucket = self.buckets.setdefault(network, TokenBucket(CAPACITY, now))
            bucket.refill(now)
            if bucket.tokens < 1:
                return False
            bucket.tokens -= 1
            return True

    def return_token(self, network: str) -> None:
        """Give back the token of a ballot that was not recorded."""
        with self.lock:
            if bucket := self.buckets.get(network):
                bucket.tokens += 1

    def burst_of(self, network: str, poll: int) -> int | None:
        """The current burst of this network in a poll, if there is one."""
        with self.lock:
            bucket = self.buckets.get(network)
            return bucket.bursts.get(poll) if bucket else None

    def begin_burst(self, network: str, poll: int, burst: int) -> None:
        """Assign further ballots of this network that exceed the limit to `burst`."""
        with self.lock:
            if bucket := self.buckets.get(network):
                bucket.bursts[poll] = burst


networks = Networks()
