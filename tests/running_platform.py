"""Local platform in its own process, with a login and images to submit."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from seawall.runtime.auth.token_file import TokenFile
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.transports import default_transport

if TYPE_CHECKING:
    import numpy as np


@frozen
class RunningPlatform:
    """URL of the platform, folder of its images, and file of its token."""

    url: str
    images: Path
    token_file: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "SEAWALL_PLATFORM_BASE_URL": self.url,
            "SEAWALL_PLATFORM_TOKEN_FILE": str(self.token_file),
        }


@contextmanager
def running_platform(folder: Path, *, port: int = 0) -> Iterator[RunningPlatform]:
    """Start a platform, log in, and stop it at the end. Its images are `one.png` and `two.png`."""
    # 250 ms each: only tests that start a platform pay for them, not every collection.
    from PIL import Image

    from seawall.runtime.auth.login import device_login

    images = folder / "images"
    images.mkdir(parents=True)
    for number, name in enumerate(("one.png", "two.png")):
        Image.fromarray(_image(number)).save(images / name)
    command = [
        sys.executable,
        "-m",
        "seawall.cli",
        "local",
        "platform",
        "--port",
        str(port),
        "--data",
        str(folder / "data"),
    ]
    command += ["--inputs", str(images), "--auto-approve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = json.loads(server.stdout.readline())["url"]
            token_file = folder / "token.json"
            clock = SystemClock(sleep=lambda _: None)
            with default_transport() as transport:
                token = device_login(url, "seawall", transport=transport, show=lambda _: None, clock=clock)
            TokenFile(token_file).save(token)
            yield RunningPlatform(url, images, token_file)
        finally:
            server.terminate()
            server.wait(timeout=10)


def _image(number: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    """Draw a small image that looks stained: a dark, noisy disc on a bright background."""
    import numpy as np

    generator = np.random.default_rng(number)
    rows, columns = np.mgrid[0:96, 0:128]
    disc = (rows - 48) ** 2 + (columns - 64) ** 2 < 30**2
    picture = np.full((96, 128, 3), 240.0)
    picture[disc] = (150.0, 80.0, 140.0)
    return np.clip(picture + generator.normal(0, 12, picture.shape), 0, 255).astype(np.uint8)
