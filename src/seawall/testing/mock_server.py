"""Run a mock server of any spec for tests."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from seawall.core.errors import InputError
from seawall.core.extras import needs_extra
from seawall.core.process_bound import ProcessBound

if TYPE_CHECKING:
    from seawall.codegen.mock.mock_api import MockApi
    from seawall.codegen.mock.problems import ScriptedFault

__all__ = ["MockServer", "mock_server"]


class MockServer(ProcessBound):
    """A running mock server and its base `url`."""

    _in_other_process = "Send its URL."

    def __init__(self, url: str, mock: "MockApi") -> None:
        self.url = url
        self._mock = mock

    def fail_next(self, *faults: "ScriptedFault") -> None:
        """Let the next requests go wrong, one for each of `faults`."""
        self._mock.fail_next(*faults)


@contextmanager
def mock_server(
    spec: Path | str, *, overlays: Sequence[Path | str] = (), seed: int = 0, items: int = 3
) -> Iterator[MockServer]:
    """Serve the spec in a file (or `git:REVISION:path`) on a free port of 127.0.0.1 during a `with` block.

    `overlays` are applied first, as `seawall generate` does it, so that the server follows the spec of which
    the client was generated. `seed` decides the samples, and lists begin with `items` of them. Raises
    MissingExtraError without the extra `codegen`, SpecError if the spec or an overlay can not be read, and
    OverlayError for an overlay that does not fit.
    """
    with needs_extra("codegen", "A mock server"):
        from seawall.codegen.effective_spec import effective_spec  # noqa: PLC0415
        from seawall.codegen.fetch.fetch import fetch  # noqa: PLC0415
        from seawall.codegen.fetch.files import read_file  # noqa: PLC0415
        from seawall.codegen.mock.mock_api import MockApi  # noqa: PLC0415
        from seawall.codegen.mock.server import running  # noqa: PLC0415

    if isinstance(overlays, str | Path):
        raise InputError("overlays is a single path. Give a list: overlays=[path].")
    effective = effective_spec(fetch(str(spec)), [(str(path), read_file(Path(path))) for path in overlays])
    mock = MockApi(effective.document, effective.api, seed=seed, items=items)
    with running(mock) as url:
        yield MockServer(url, mock)
