"""The steps of `seawall demo`, with the public client only."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

from rich.filesize import decimal

from seawall.cli.demo.demo_run import run_demo
from seawall.cli.demo.server_process import demo_step, local_server
from seawall.core.errors import ConfigError, InputError
from seawall.core.extras import install_command
from seawall.runtime import checked_folder
from seawall.runtime.auth.token_file import TokenFile
from seawall.sdks.platform import Client, DownloadedFile, Item, Run, RunData
from seawall.sdks.platform.cli.download import download_summary, download_with_progress
from seawall.sdks.platform.cli.items import items_from_sources
from seawall.sdks.platform.cli.run_views import item_table
from seawall.sdks.platform.cli.waiting import RUN
from seawall.sdks.platform.local_files import MEDIA_TYPES
from seawall.sdks.platform.settings import Settings
from seawall.terminal.screen import note, screen, show
from seawall.transports import default_transport

__all__ = ["run_platform_demo"]

_APPLICATION = "image-qc"
_CLIENT_ID = "seawall"
_TIMEOUT_S = 600.0
# Stained tissue, and three images that differ from it: a retina, single cells, a page of text.
_IMAGES = ("ihc.png", "retina.jpg", "cell.png", "page.png")


def run_platform_demo(images: Path | None, to: Path | None, *, again: str = "seawall demo") -> None:
    """Run the demo on the images in the folder `images`; the results go to the folder `to`.

    `again` is the command that starts it again. Raises InputError, ConfigError or StorageError before it
    starts anything, IncompleteError if an item failed.
    """
    if to is not None:
        checked_folder(to, "--to")
    files = _images_in(images) if images is not None else _sample_images()
    counted = "1 image" if len(files) == 1 else f"{len(files)} images"

    def steps(folder: Path) -> RunData:
        with _platform(folder / "data", files[0].parent) as url:
            _log_in(url, folder / "login.json")
            with _client(url, folder / "login.json") as client:
                return _run(client, files, to)

    title = f"Quality control of {counted}, on this machine only."
    run = run_demo(title, steps, sdk="platform", again=again, server="platform")
    # Without a hint: the table shows the reason, and a command would need the platform, which is stopped.
    RUN.require_success(run)


@contextmanager
def _platform(data: Path, inputs: Path) -> Iterator[str]:
    with ExitStack() as stack:
        with screen(stderr=True).status("Starting a platform"):
            # It approves every login.
            options = ("--inputs", str(inputs), "--auto-approve")
            url = stack.enter_context(local_server("platform", data, *options))["url"]
        demo_step("Platform", f"{url} (started for this demo)")
        yield url


def _images_in(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in folder.resolve().iterdir() if path.suffix.lower() in MEDIA_TYPES)
    except OSError as error:
        raise InputError(
            f"{folder} can not be read: {error.strerror}. Give a folder of PNG, JPEG or TIFF images."
        ) from error
    if not found:
        raise InputError(f"{folder} contains no PNG, JPEG or TIFF image. Give another folder.")
    return found


def _sample_images() -> list[Path]:
    """The sample images of scikit-image; the package is located, not imported, and nothing is downloaded."""
    # The images are part of the installed package, so the demo works offline.
    package = find_spec("skimage")
    folders = (package.submodule_search_locations if package else None) or []
    found = [Path(folder).resolve() / "data" / name for folder in folders for name in _IMAGES]
    if not found or not all(path.is_file() for path in found):
        raise ConfigError(
            "The sample images need the extra `local`. Give a folder of images with --images, or install it: "
            + install_command("local")
        )
    return found


def _client(url: str, login_file: Path) -> Client:
    """Create a client that ignores the user's `.env` and contexts."""
    return Client(settings=Settings(base_url=url, token_file=login_file), interface="cli")


def _log_in(url: str, login_file: Path) -> None:
    # Imported late, while the platform starts: 130 ms.
    from seawall.runtime.auth.login import DevicePrompt, device_login  # noqa: PLC0415

    def show_prompt(prompt: DevicePrompt) -> None:
        demo_step("Login", f"code {prompt.code} (the platform approves it automatically)")

    with closing(default_transport()) as transport:
        token = device_login(url, _CLIENT_ID, transport=transport, show=show_prompt)
    TokenFile(login_file).save(token)


def _run(client: Client, files: Sequence[Path], to: Path | None) -> RunData:
    version = client.application_version(_APPLICATION)
    items = items_from_sources({path.name: path for path in files}, version)
    handle = client.runs.submit(_APPLICATION, items, version=version.version_number)
    demo_step("Run", f"{handle.run_id} ({_APPLICATION} {version.version_number})")
    run = RUN.wait(handle, timeout_s=_TIMEOUT_S)
    folder = to or Path("demo-output") / str(handle.run_id)
    _show_results(handle, download_with_progress(handle, folder), folder)
    return run


def _show_results(handle: Run, files: Sequence[DownloadedFile], folder: Path) -> None:
    items: list[Item] = list(handle.results(sort="external_id"))
    sizes: dict[str, int] = {}
    for file in files:
        sizes[file.external_id] = sizes.get(file.external_id, 0) + file.path.stat().st_size
    note("")
    show(item_table(items, {name: decimal(size) for name, size in sizes.items()}))
    note("")
    note(download_summary(files, folder))
