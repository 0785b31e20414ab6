"""A program that interrupts its calls at random moments, and then needs every connection of its pool.

python -m tests.transports.interrupted_calls TRANSPORT URL INTERRUPTS
"""

import random
import signal
import sys
import threading

from seawall import transports
from seawall.core.http.message import Request
from seawall.transports import TransportOptions

CONNECTIONS = 4


def main(kind: str, url: str, interrupts: int) -> None:
    """Print how many calls were interrupted, and how many of `CONNECTIONS` calls succeed at the same time."""
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    transport = getattr(transports, kind)(options=TransportOptions(max_connections=CONNECTIONS))
    chance, interrupted = random.Random(1), 0
    for number in range(interrupts):
        try:
            signal.setitimer(signal.ITIMER_REAL, 1e-5 + chance.random() * 0.003)
            if number % 2:
                transport.send(Request("GET", url), 5.0)
            else:
                with transport.stream(Request("GET", url), 5.0) as stream:
                    list(stream.chunks())
            signal.setitimer(signal.ITIMER_REAL, 0)
        except KeyboardInterrupt:
            interrupted += 1
    signal.setitimer(signal.ITIMER_REAL, 0)
    statuses: list[int] = []

    def send() -> None:
        statuses.append(transport.send(Request("GET", f"{url}/slow"), 5.0).status)

    threads = [threading.Thread(target=send) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    transport.close()
    sys.stdout.write(f"{interrupted > interrupts // 10} {len(statuses)}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
