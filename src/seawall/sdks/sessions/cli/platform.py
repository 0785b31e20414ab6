"""`seawall sessions stats` and `image`."""

from collections.abc import Sequence

import typer

from seawall.sdks.sessions import Image, PlatformUse
from seawall.sdks.sessions.cli.sdk import SESSIONS, KindOption, SessionsCommand
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.declared import Parts, command_of
from seawall.terminal.commands.views import table_view
from seawall.terminal.screen import facts, table

__all__ = ["image_app", "platform_app"]

platform_app: typer.Typer = new_app()
image_app: typer.Typer = new_app("List images.")


def _use(use: PlatformUse) -> Parts:
    rows = [
        ("Cores", f"{use.requested_cores:g}", f"{use.available_cores:g}", f"{use.max_cores:g}"),
        ("Memory", *(_gb(each) for each in (use.requested_ram_gb, use.available_ram_gb, use.max_ram_gb))),
    ]
    yield table(("", "USED", "TOTAL", "LARGEST"), rows, numbers={"USED", "TOTAL", "LARGEST"})
    if (all_of := use.instances) is not None:
        yield facts(
            [("Sessions", all_of.session), ("Headless", all_of.headless), ("Apps", all_of.desktop_app)]
        )


def _gb(amount: float | None) -> str | None:
    return None if amount is None else f"{amount:g} GB"


@command_of(SESSIONS, platform_app, view=_use)
def _stats(command: SessionsCommand) -> PlatformUse:
    """Show the use of the platform: cores, memory, sessions; and the largest session that would start now."""
    return command.client.sessions.stats()


_images = table_view(
    Image, {"IMAGE": "id", "ID": lambda one: one.digest.rpartition(":")[2][:12], "KINDS": "kinds"}
)


@command_of(
    SESSIONS, image_app, "list", view=_images, empty="No images found.", examples=["image list -k carta"]
)
def _list_images(command: SessionsCommand, *, kind: KindOption = None) -> Sequence[Image]:
    """List the public images."""
    return command.client.images.list(kind=kind)


@image_app.callback()
def _image() -> None:
    # Without a callback typer drops the name of a single command.
    pass
