"""One call after another, over one connection: the same small read with each client, its answer decoded."""

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.harness.worker import Run
from benchmarks.peer_answers import ME_PATH

HEADERS = {"authorization": "Bearer t", "accept": "application/json"}
STOCK_CLIENT = "stock_platform_client"
"""What `make bench-setup` makes of openapi.json with the own templates of openapi-python-client."""


def repeated(call: Callable[[], object]) -> Run:
    """Call a number of times."""

    def run(count: int) -> None:
        for _ in range(count):
            call()

    return run


@contextmanager
def raw_socket(url: str) -> Iterator[Run]:
    """The limit: a fixed request, written to a socket, and the answer found by its length."""
    host, _, port = url.removeprefix("http://").partition(":")
    head = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    request = f"GET {ME_PATH} HTTP/1.1\r\nhost: {host}:{port}\r\n{head}\r\n".encode()
    with socket.create_connection((host, int(port))) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def call() -> object:
            connection.sendall(request)
            received = connection.recv(65536)
            while (end := received.find(b"\r\n\r\n")) < 0:
                received += connection.recv(65536)
            length = int(received[:end].rpartition(b"content-length: ")[2].partition(b"\r\n")[0])
            while len(received) < end + 4 + length:
                received += connection.recv(65536)
            return json.loads(received[end + 4 :])

        yield repeated(call)


@contextmanager
def seawall(url: str, transport: str) -> Iterator[Run]:
    """The platform SDK with all that a call has by default, an observer, and no read from the cache."""
    from seawall import transports
    from seawall.runtime import Metrics
    from seawall.sdks.platform import Client

    with (
        getattr(transports, transport)() as opened,
        Client(base_url=url, token="t", transport=opened, observers=[Metrics()]) as client,
    ):
        yield repeated(lambda: client.me(nocache=True))


@contextmanager
def httpx(url: str, module: str) -> Iterator[Run]:
    """httpx or httpx2 by itself."""
    from importlib import import_module

    with import_module(module).Client(headers=HEADERS) as client:
        yield repeated(lambda: client.get(f"{url}{ME_PATH}").raise_for_status().json())


@contextmanager
def requests(url: str) -> Iterator[Run]:
    from requests import Session

    with Session() as session:
        session.headers.update(HEADERS)

        def call() -> object:
            response = session.get(f"{url}{ME_PATH}", timeout=30)
            response.raise_for_status()
            return response.json()

        yield repeated(call)


@contextmanager
def pyreqwest(url: str) -> Iterator[Run]:
    from pyreqwest.client import SyncClientBuilder

    with SyncClientBuilder().default_headers(HEADERS).error_for_status(True).build() as client:
        yield repeated(lambda: client.get(f"{url}{ME_PATH}").build().send().json())


@contextmanager
def stock_client(url: str) -> Iterator[Run]:
    """What openapi-python-client makes of the same spec with its own templates."""
    from importlib import import_module

    get_me = import_module(f"{STOCK_CLIENT}.api.public.get_me_v1_me_get")
    client = import_module(STOCK_CLIENT).AuthenticatedClient(base_url=f"{url}/api", token="t")
    with client:
        yield repeated(lambda: get_me.sync(client=client))


@contextmanager
def openai(url: str) -> Iterator[Run]:
    from openai import OpenAI

    with OpenAI(api_key="t", base_url=f"{url}/openai/v1") as client:
        yield repeated(client.models.list)


@contextmanager
def githubkit(url: str) -> Iterator[Run]:
    from githubkit import GitHub

    # Its own cache of answers is off, as ours is.
    with GitHub("t", base_url=url, http_cache=False) as client:
        yield repeated(lambda: client.rest.git.get_ref("octocat", "example", "heads/main").parsed_data)


@contextmanager
def stripe(url: str) -> Iterator[Run]:
    from stripe import StripeClient

    client = StripeClient("sk_test_t", base_addresses={"api": url})
    yield repeated(lambda: client.v1.customers.retrieve("cus_1"))


@contextmanager
def azure_core(url: str) -> Iterator[Run]:
    """The pipeline that Azure's clients have, with its retries, over its default transport."""
    from azure.core import PipelineClient
    from azure.core.pipeline import policies
    from azure.core.rest import HttpRequest

    steps = [
        policies.RequestIdPolicy(),
        policies.HeadersPolicy(HEADERS),
        policies.UserAgentPolicy("benchmark"),
        policies.RetryPolicy(),
        policies.NetworkTraceLoggingPolicy(),
        policies.DistributedTracingPolicy(),
        policies.HttpLoggingPolicy(),
    ]
    with PipelineClient(url, policies=steps) as client:

        def call() -> object:
            response = client.send_request(HttpRequest("GET", f"{url}{ME_PATH}"))
            response.raise_for_status()
            return response.json()

        yield repeated(call)


@contextmanager
def botocore(url: str) -> Iterator[Run]:
    """STS, whose answers are XML and whose requests are signed."""
    from botocore.session import Session

    # No file of the user, and no question to the metadata of a machine.
    os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)
    keys = {"aws_access_key_id": "AKIAEXAMPLE", "aws_secret_access_key": "s"}
    client = Session().create_client("sts", region_name="eu-central-1", endpoint_url=url, **keys)
    yield repeated(client.get_caller_identity)


@contextmanager
def cognite_sdk(url: str) -> Iterator[Run]:
    from cognite.client import ClientConfig, CogniteClient, global_config
    from cognite.client.credentials import Token

    global_config.disable_pypi_version_check = True
    client = CogniteClient(ClientConfig("benchmark", "example", Token("t"), base_url=url))
    yield repeated(lambda: client.raw.databases.list(limit=None))
