"""Rate limit of new ballots: a token bucket per network; what exceeds it is set apart, not refused.

Buckets are in this process's memory, by a keyed hash of the network whose salt is thrown away
daily; no address or hash of one is stored or logged. Staff look at a burst and may restore it. A
network is never locked out: votes that come more slowly count, burst or not.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from threading import Lock

AT_ONCE = 60  # new ballots of a network that count at once: a seminar's
EACH = 20.0  # seconds after which one more counts
DAY = 24 * 3600.0


@dataclass(slots=True)
class TokenBucket:
    """How many ballots of a network would still count at the time `at`, of `Networks.clock`.

    `bursts` are those the network is in the midst of: primary keys, by that of the poll.
    """

    tokens: float
    at: float
    bursts: dict[int, int] = field(default_factory=dict)

    def refill(self, now: float) -> None:
        self.tokens = min(AT_ONCE, self.tokens + (now - self.at) / EACH)
        self.at = now
        if self.tokens == AT_ONCE:
            self.bursts.clear()  # they are long over


class Networks:
    """The networks that voted today; shared by the event loop and the threads that write."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Throw the salt away, and with it every bucket."""
        with self.lock:
            self.salt = secrets.token_bytes(32)
            self.forget_at = self.clock() + DAY
            self.buckets: dict[str, TokenBucket] = {}

    def name(self, address: str) -> str:
        """Today's name of the network an address belongs to, or "" where that says nothing.

        An address of this machine or of a private network is a proxy's: behind it is everybody.
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
        """Count a new ballot from `network`; False if it is one too many at once."""
        if not network:
            return True
        now = self.clock()
        with self.lock:
            bucket = self.buckets.setdefault(network, TokenBucket(AT_ONCE, now))
            bucket.refill(now)
            if bucket.tokens < 1:
                return False
            bucket.tokens -= 1
            return True

    def return_token(self, network: str) -> None:
        """Uncount a ballot that was not recorded after all."""
        with self.lock:
            if bucket := self.buckets.get(network):
                bucket.tokens += 1

    def burst_of(self, network: str, poll: int) -> int | None:
        """The burst that this network is in the midst of."""
        with self.lock:
            bucket = self.buckets.get(network)
            return bucket.bursts.get(poll) if bucket else None

    def begin_burst(self, network: str, poll: int, burst: int) -> None:
        """Let the further ballots of this network that are too many belong to `burst`."""
        with self.lock:
            if bucket := self.buckets.get(network):
                bucket.bursts[poll] = burst


networks = Networks()
