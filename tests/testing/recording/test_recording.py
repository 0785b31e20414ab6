"""The recorder in the platform SDK: what it notes, what it never notes, and that nothing of it stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seawall.codegen.layer.recorded import RecordedUse
from seawall.core.http.message import Response
from seawall.sdks.platform import Client
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform._generated import models as wire
from seawall.testing import MemoryTransport
from seawall.testing.recording.import_hook import RecordingFinder
from seawall.testing.recording.use_recorder import UseRecorder
from tests.sdks.platform.wire import RUN_ID, Platform, me, reply, run

ROOT = Path(__file__).parents[3]


@contextmanager
def recording() -> Iterator[set[RecordedUse]]:
    finder = RecordingFinder(UseRecorder(root=ROOT))
    finder.start()
    try:
        yield finder.recorder.uses
    finally:
        finder.stop()


def client(**routes: Response) -> Client:
    answers = {"GET /api/v1/me": reply(me()), f"GET /api/v1/runs/{RUN_ID}": reply(run())}
    transport = MemoryTransport(Platform({**answers, **routes}))
    return Client(base_url="http://platform.test", token="any", transport=transport)


def test_a_use_names_the_part_the_line_and_the_public_function() -> None:
    with recording() as uses:
        client().runs.get(RUN_ID)
    # A client without a package, of another test of this process, makes all modules of the project a layer.
    of_sdk = [use for use in uses if use.path.startswith("src/seawall/sdks/platform/")]
    found = next(use for use in of_sdk if (use.kind, use.name) == ("read", "state"))
    assert (found.owner, found.value) == ("RunReadResponse", "TERMINATED")
    assert (found.function, found.public) == (
        "seawall.sdks.platform.models.RunData.from_wire",
        "seawall.sdks.platform._sync.runs.Runs.get",
    )
    source = (ROOT / found.path).read_text(encoding="utf-8").splitlines()
    assert source[found.line - 1].strip().startswith("from_wire: ClassVar")


def test_a_call_is_noted_by_its_operation_with_its_arguments() -> None:
    with recording() as uses:
        client().runs.get(RUN_ID)
    noted = {(use.kind, use.owner, use.name) for use in uses if use.kind in ("call", "argument")}
    assert noted == {
        ("call", "GET /v1/runs/{run_id}", ""),
        ("argument", "GET /v1/runs/{run_id}", "run_id"),
        ("argument", "GET /v1/runs/{run_id}", "share_token"),
    }


def test_uses_are_noted_after_calls_that_were_not_recorded() -> None:
    for _ in range(2):
        client().runs.get(RUN_ID)
        with recording() as uses:
            client().runs.get(RUN_ID)
        assert ("read", "RunReadResponse", "state") in {(use.kind, use.owner, use.name) for use in uses}


def test_no_text_of_an_answer_is_noted() -> None:
    with recording() as uses:
        client().me()
    assert {"aignostics_bucket_hmac_secret_access_key", "email"} <= {use.name for use in uses}
    assert {use.value for use in uses} == {""}


def test_reads_outside_of_the_layer_are_not_noted() -> None:
    with recording() as uses:
        body = wire.CustomMetadataUpdateRequest(custom_metadata={"a": 1})
        assert body.custom_metadata == {"a": 1}
        calls.get_me()
    assert uses == set()


def test_nothing_stays_after_the_end() -> None:
    before = wire.RunReadResponse.__init__, calls.get_run, vars(wire.RunReadResponse)["state"]
    with recording() as uses:
        assert calls.get_run is not before[1]
    client().runs.get(RUN_ID)
    assert (wire.RunReadResponse.__init__, calls.get_run, vars(wire.RunReadResponse)["state"]) == before
    assert uses == set()
