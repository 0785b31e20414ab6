# DO NOT EDIT. Derived from ../_async/downloads.py by "python -m seawall.codegen.derive".
"""A file, responses that a server may send for it, and one download, for the tests of downloads."""

from pathlib import Path

from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.http.message import Response
from seawall.core.transfer.checksum import Algorithm, Checksum, checksum_of
from seawall.core.transfer.download import TransferProgress
from seawall.runtime.transfer._sync.downloader import Downloader
from seawall.testing import FakeClock, MemoryTransport, Script

DATA = bytes(range(256)) * 1000
CHECKSUM = checksum_of(DATA, Algorithm.CRC32C)
HALF = len(DATA) // 2
URL = "https://files.test/a?sig=hunter2"
WHOLE = Response(200, {}, DATA)
GARBAGE = Response(200, {}, b"x" * len(DATA))


def rest(start: int = HALF, data: bytes = DATA) -> Response:
    return Response(206, {"content-range": f"bytes {start}-{len(data) - 1}/{len(data)}"}, data[start:])


def part_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


class Download:
    """One download into `folder`; each attempt calls `locate`."""

    def __init__(
        self,
        folder: Path,
        *steps: Response | BaseException,
        checksum: Checksum | None = CHECKSUM,
        attempts: int = 4,
        url: str = URL,
    ) -> None:
        self.script = Script(*steps)
        self.target = folder / "item" / "file.bin"
        self.transport = MemoryTransport(self.script)
        self.clock = FakeClock()
        self.located = 0
        self.progress: list[TransferProgress] = []
        self._checksum = checksum
        self._url = url
        self._policy = Policy(retry=RetryRule(attempts=attempts))

    def locate(self) -> str:
        self.located += 1
        return self._url

    def fetch(self) -> bool:
        downloader = Downloader(self.transport, self._policy, self.clock, "ua/1")
        return downloader.fetch(
            self.locate, self.target, checksum=self._checksum, on_progress=self.progress.append
        )

    def write_part(self, content: bytes) -> None:
        """Write the partial file of an earlier download."""
        self.target.parent.mkdir(parents=True, exist_ok=True)
        part_of(self.target).write_bytes(content)

    @property
    def ranges(self) -> list[str | None]:
        return [request.headers.get("range") for request in self.transport.requests]


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("**/*") if path.is_file())
