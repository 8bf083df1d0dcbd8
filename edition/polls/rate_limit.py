"""A soft limit on bursts: many new ballots from one network at once are set apart, not refused.

What arrives is counted in this process's memory, by a keyed hash of the network whose salt is
thrown away daily; no address or hash of one is stored or logged. Staff look at a burst and may
restore it. The network is never locked out: votes that come more slowly count, burst or not.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from ipaddress import ip_address, ip_network

AT_ONCE = 60  # new ballots of a network that count at once: a seminar's
EACH = 20.0  # seconds after which one more counts
DAY = 24 * 3600.0


@dataclass(slots=True)
class Arrivals:
    """What a network still may send at once, and the burst of each poll it is in, by keys."""

    left: float
    at: float
    bursts: dict[int, int] = field(default_factory=dict)


class Networks:
    """The networks that voted today."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.forget()

    def forget(self) -> None:
        """Throw the salt away, and with it what it could tell."""
        self.salt = secrets.token_bytes(32)
        self.forget_at = self.clock() + DAY
        self.arrivals: dict[str, Arrivals] = {}

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

    def is_burst(self, network: str) -> bool:
        """Whether a new ballot from `network` is one too many at once; counts it otherwise."""
        if not network:
            return False
        now = self.clock()
        arrivals = self.arrivals.setdefault(network, Arrivals(AT_ONCE, now))
        arrivals.left = min(AT_ONCE, arrivals.left + (now - arrivals.at) / EACH)
        arrivals.at = now
        if arrivals.left == AT_ONCE:
            arrivals.bursts.clear()  # they are long over
        if arrivals.left < 1:
            return True
        arrivals.left -= 1
        return False

    def give_back(self, network: str) -> None:
        """A ballot that `is_burst` counted was not recorded after all."""
        if network in self.arrivals:
            self.arrivals[network].left += 1

    def burst_of(self, network: str, poll: int) -> int | None:
        """The burst that this network is in the midst of."""
        return self.arrivals[network].bursts.get(poll) if network in self.arrivals else None

    def begin_burst(self, network: str, poll: int, burst: int) -> None:
        if network in self.arrivals:
            self.arrivals[network].bursts[poll] = burst


networks = Networks()
