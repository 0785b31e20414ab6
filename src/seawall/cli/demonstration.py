"""What `seawall demo` does, step by step, with nothing but the public client."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

from rich.filesize import decimal

from seawall.cli.local_server import ended_by_signals, local_platform, temporary_folder
from seawall.core.errors import ConfigError, InputError
from seawall.runtime.auth.token_file import TokenFile
from seawall.sdks.platform import Client, DownloadedFile, Item, Run, RunHandle
from seawall.sdks.platform.cli.download import checksum_note, fetched
from seawall.sdks.platform.cli.item_files import checked_files, items_of
from seawall.sdks.platform.cli.run_views import item_table
from seawall.sdks.platform.cli.watching import require_full_output, watched
from seawall.sdks.platform.local_files import MEDIA_TYPES
from seawall.terminal.exit_codes import IncompleteError
from seawall.terminal.screen import note, screen, show
from seawall.terminal.stopping import when_stopped

__all__ = ["demonstrate"]

_APPLICATION = "image-qc"
_CLIENT_ID = "seawall"
_TIMEOUT_S = 600.0
# Stained tissue, and three that differ from it: a retina, single cells, a page of text.
_IMAGES = ("ihc.png", "retina.jpg", "cell.png", "page.png")


def demonstrate(images: Path | None, to: Path | None) -> None:
    """Run the demo on the images in the folder `images`; results go to the folder `to`.

    Raises InputError or ConfigError before anything is started, IncompleteError where an item failed.
    """
    started = time.monotonic()
    files = _images_in(images) if images is not None else _images_at_hand()
    counted = "1 image" if len(files) == 1 else f"{len(files)} images"
    gone = when_stopped("The demo's platform is gone, and its data. To start again: seawall demo")
    with gone, ended_by_signals(), temporary_folder() as folder:
        note(f"Quality control of {counted}, on this machine alone.", style="bold")
        with _only_this_machine(), _platform(folder / "data", files[0].parent) as url:
            _log_in(url, folder / "login.json")
            with _client(url, folder / "login.json") as client:
                run = _run(client, files, to)
    note(
        f"The platform is stopped, its data deleted. {time.monotonic() - started:.1f} s in all.", style="dim"
    )
    try:
        require_full_output(run)
    except IncompleteError as error:
        # The table has told why, and the platform that could be asked is gone.
        error.hint = None
        raise


@contextmanager
def _platform(data: Path, inputs: Path) -> Iterator[str]:
    with ExitStack() as stack:
        with screen(stderr=True).status("Starting a platform"):
            url = stack.enter_context(local_platform(data, inputs))
        _step("Platform", f"{url} (started for this demo)")
        yield url


def _step(name: str, text: str) -> None:
    note(f"{name:<12}{text}")


def _images_in(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in folder.resolve().iterdir() if path.suffix.lower() in MEDIA_TYPES)
    except OSError as error:
        raise InputError(
            f"{folder} can not be read: {error.strerror}. Give a folder of PNG, JPEG or TIFF images."
        ) from error
    if not found:
        raise InputError(f"{folder} holds no PNG, JPEG or TIFF image. Give one that does.")
    return found


def _images_at_hand() -> list[Path]:
    """Images that come with scikit-image; it is looked up, not imported, and nothing is fetched."""
    package = find_spec("skimage")
    folders = (package.submodule_search_locations if package else None) or []
    found = [Path(folder).resolve() / "data" / name for folder in folders for name in _IMAGES]
    if not found or not all(path.is_file() for path in found):
        raise ConfigError(
            "The demo's images come with the extra `local`. Install it: pip install 'seawall[local]'. "
            "Or give your own with --images."
        )
    return found


@contextmanager
def _only_this_machine() -> Iterator[None]:
    """A block without the user's own settings and proxies: the demo's platform is its own."""
    before = dict(os.environ)
    for name in before:
        if name.startswith("SEAWALL_PLATFORM_") or name.lower().endswith("_proxy"):
            del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(before)


def _client(url: str, login_file: Path) -> Client:
    """A client that no `.env` and no context of the user's changes."""
    # Imported here: pydantic loads while the platform starts.
    from seawall.sdks.platform.settings import Settings  # noqa: PLC0415

    return Client(settings=Settings(base_url=url, token_file=login_file), interface="cli")


def _log_in(url: str, login_file: Path) -> None:
    # Imported here: the login's libraries load while the platform starts.
    from seawall.runtime.auth.login import DevicePrompt, device_login  # noqa: PLC0415
    from seawall.transports import default_transport  # noqa: PLC0415

    def show_prompt(prompt: DevicePrompt) -> None:
        _step("Login", f"code {prompt.code} (this platform approves it by itself)")

    with closing(default_transport()) as transport:
        token = device_login(url, _CLIENT_ID, transport=transport, show=show_prompt)
    TokenFile(login_file).save(token)


def _run(client: Client, files: Sequence[Path], to: Path | None) -> Run:
    version = client.application_version(_APPLICATION)
    items = items_of(checked_files([str(path) for path in files]), version)
    handle = client.runs.submit(_APPLICATION, items, version=version.version_number)
    _step("Run", f"{handle.run_id} ({_APPLICATION} {version.version_number})")
    run = watched(handle, timeout_s=_TIMEOUT_S)
    folder = to or Path("demo-output") / str(handle.run_id)
    _results(handle, fetched(handle, folder), folder)
    return run


def _results(handle: RunHandle, files: Sequence[DownloadedFile], folder: Path) -> None:
    items: list[Item] = list(handle.results(sort="external_id"))
    sizes: dict[str, int] = {}
    for file in files:
        sizes[file.external_id] = sizes.get(file.external_id, 0) + file.path.stat().st_size
    note("")
    show(item_table(items, {name: decimal(size) for name, size in sizes.items()}))
    note("")
    note(checksum_note(files, folder))
