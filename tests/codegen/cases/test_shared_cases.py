"""Every shared case: generated whole, and right on the wire."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from seawall.codegen.errors import UnsupportedSpecError
from seawall.codegen.generate import generate, load_inputs
from seawall.codegen.verification import verify
from tests.codegen.cases.shared_answers import ANSWERS
from tests.codegen.cases.shared_requests import OTHER_REQUESTS, REFUSED, REQUESTS
from tests.codegen.cases.wire import answer, error_of, sent
from tests.codegen.generating import SPECS, Client, config, error_message
from tests.rows import row

CASES = SPECS.parent / "cases" / "specs"
pytestmark = [
    # More than a hundred clients.
    pytest.mark.slow,
    pytest.mark.skipif(not CASES.is_dir(), reason=f"the shared cases are not at {CASES}"),
]


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Client]:
    """The client of each case that can be generated."""
    folder = tmp_path_factory.mktemp("cases")
    return dict(_clients(folder))


def _clients(folder: Path) -> Iterator[tuple[str, Client]]:
    for path in sorted(CASES.glob("*.yaml")):
        if path.stem not in REFUSED:
            with row(path.stem):
                result = generate(load_inputs(config(CASES, spec=path.name)))
                verify(result)
                yield path.stem, Client(result, folder / path.stem)


def test_every_case_has_an_expectation(clients: dict[str, Client]) -> None:
    expected = {each.case for each in ANSWERS} | {case for case, _, _ in REQUESTS}
    others = {"error-models", "callbacks", "webhooks-beside", "server-variables", "security"}
    assert clients.keys() - expected - OTHER_REQUESTS.keys() - others == set()


def test_answers_decode(clients: dict[str, Client]) -> None:
    for case in ANSWERS:
        with row(case.case, case.body):
            call = clients[case.case].calls.op(**_required(clients[case.case]))
            try:
                value = answer(
                    call, case.body, status=case.status, media_type=case.media_type, tolerant=case.tolerant
                )
            except ValueError as error:
                value = f"ValueError: {error}"
            assert value == case.value


def _required(client: Client) -> dict[str, str]:
    """Values for the required arguments of the operation."""
    parameters = inspect.signature(client.calls.op).parameters.values()
    return {each.name: "x" for each in parameters if each.default is inspect.Parameter.empty}


def test_requests_are_sent(clients: dict[str, Client]) -> None:
    for case, build, expected in REQUESTS:
        with row(case, expected):
            assert sent(build(clients[case].calls.op)) == expected
    for case, requests in OTHER_REQUESTS.items():
        for name, expected in requests.items():
            with row(case, name):
                function = getattr(clients[case].calls, name)
                count = len(inspect.signature(function).parameters)
                assert sent(function(*range(1, count + 1))) == expected


def test_facts_beside_the_wire(clients: dict[str, Client]) -> None:
    assert error_of(clients["error-models"].calls.op(), {"a": 1}, status=422) == "Err(a=1)"
    assert clients["server-variables"].package.SERVER_PATH == "/v3"
    assert clients["security"].calls.OP.security == ({"k": ()},)
    assert 'Defaults: `limit` 20, `s` "a".' in clients["param-default-on-wire"].calls.op.__doc__
    assert 'Defaults: `s` "b".' in clients["param-default-ref"].calls.op.__doc__
    for case in ("callbacks", "webhooks-beside"):
        assert clients[case].models.Ev(a=1).a == 1


def test_what_must_not_be_sent_is_refused() -> None:
    for case, reason in REFUSED.items():
        with row(case):
            inputs = load_inputs(config(CASES, spec=f"{case}.yaml"))
            assert reason in error_message(lambda: generate(inputs), UnsupportedSpecError)  # noqa: B023
