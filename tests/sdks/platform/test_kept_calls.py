"""A call that a client keeps for the next read of a run sends and finds what a new one would."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from seawall.core.http.message import Request, Response
from seawall.sdks.platform import Client
from seawall.testing import MemoryTransport
from tests.sdks.platform.wire import reply, run

IDS = [UUID(int=number) for number in (0, 1, 2**128 - 1)]
READS = st.lists(
    st.tuples(
        st.sampled_from([*IDS, *map(str, IDS), IDS[1].hex, IDS[2].hex.upper()]),
        st.sampled_from([None, "token-one", "token-two"]),
        st.booleans(),
    ),
    max_size=12,
)


def answer(request: Request) -> Response:
    """The run of the path; its application names the share token."""
    path, _, query = request.url.partition("?")
    return reply(run(run_id=path.rpartition("/")[2], application_id=query or "no token"))


def client() -> Client:
    return Client(base_url="http://platform.test", token="any", transport=MemoryTransport(answer))


@given(READS)
def test_each_read_of_a_run_sends_its_own_arguments(reads: list[tuple[str | UUID, str | None, bool]]) -> None:
    kept = client()
    for run_id, share_token, nocache in reads:
        data = kept.runs.get(run_id, share_token=share_token, nocache=nocache).data
        assert data.run_id == UUID(str(run_id))
        assert data.application_id == (f"share_token={share_token}" if share_token else "no token")


class IdOfUser(UUID):
    """A UUID with another text."""

    def __str__(self) -> str:
        return self.hex.upper()


def test_an_id_of_a_class_of_the_user_changes_no_read() -> None:
    paths: list[str] = []

    def respond(request: Request) -> Response:
        paths.append(request.url)
        return answer(request)

    reads = Client(base_url="http://platform.test", token="any", transport=MemoryTransport(respond))
    for run_id in (IdOfUser(IDS[2].hex), IDS[2], str(IDS[2])):
        reads.runs.get(run_id, nocache=True)
    assert [path.rpartition("/")[2] for path in paths] == [str(IDS[2])] * 3


def test_many_runs_are_read_as_few_are() -> None:
    reads = client()
    for number in [*range(300), *range(300)]:
        assert reads.runs.get(UUID(int=number)).data.run_id == UUID(int=number)
    assert reads.cache.statistics.hits == 300
