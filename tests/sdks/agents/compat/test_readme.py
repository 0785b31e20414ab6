"""The programs that users of the older client have, with one changed import, against a local server."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# They wait for a run, and start a server.
pytestmark = pytest.mark.slow

IMPORT = "from seawall.sdks.agents.compat import "
PROGRAMS = {
    "basic": """
with CodegenClient() as client:
    health = client.health_check()
    print(f"API Status: {health['status']}")
    user = client.get_current_user()
    print(f"User: {user.github_username}")
    run = client.create_agent_run(
        org_id=1, prompt="Create a Python function", metadata={"source": "api_example"}
    )
    print(f"Created agent run: {run.id}")
    completed_run = client.wait_for_completion(1, run.id, timeout=300)
    print(f"Run completed with status: {completed_run.status}")
""",
    "async": """
import asyncio

async def main():
    async with AsyncCodegenClient() as client:
        run = await client.create_agent_run(org_id=1, prompt="Analyze", metadata={"priority": "high"})
        print(f"Async agent run created: {run.id}")
        status = await client.get_agent_run(1, run.id)
        print(f"Run status: {status.status}")

asyncio.run(main())
""",
    "presets": """
for config in (
    ConfigPresets.development(), ConfigPresets.production(), ConfigPresets.high_performance(),
):
    with CodegenClient(config) as client:
        print(client.get_current_user().github_username, config.log_level)
""",
    "custom": """
config = ClientConfig(
    org_id="your-org-id", timeout=60, max_retries=5, enable_caching=True, cache_ttl_seconds=600,
    rate_limit_requests_per_period=100, log_level="DEBUG",
)
with CodegenClient(config) as client:
    print(client.get_current_user().github_username)
""",
    "errors": """
try:
    with CodegenClient() as client:
        run = client.create_agent_run(1, "")
except ValidationError as e:
    print(f"Validation error: {e.message}")
    print(f"Field errors: {e.field_errors}")
except RateLimitError as e:
    print(f"Rate limited. Retry after {e.retry_after} seconds")
except AuthenticationError as e:
    print(f"Authentication failed: {e.message}")
except CodegenAPIError as e:
    print(f"API error: {e.message} (Status: {e.status_code})")
""",
    "numbers": """
with CodegenClient() as client:
    client.get_current_user()
    client.get_current_user()
    usage = client.rate_limiter.get_current_usage()
    print(f"Current usage: {usage['current_requests']}/{usage['max_requests']}")
    print(f"Usage percentage: {usage['usage_percentage']:.1f}%")
    if client.cache:
        stats = client.cache.get_stats()
        print(f"Cache hit rate: {stats['hit_rate_percentage']:.1f}%")
        print(f"Cache size: {stats['size']}/{stats['max_size']}")
        client.cache.clear()
    health = client.health_check()
    print(f"API Status: {health['status']}")
    print(f"Response Time: {health['response_time_seconds']:.3f}s"[:16])
""",
}
NAMES = (
    "AsyncCodegenClient, AuthenticationError, ClientConfig, CodegenAPIError, CodegenClient, ConfigPresets, "
    "RateLimitError, ValidationError"
)
OUTPUT = {
    "basic": [
        "API Status: healthy",
        "User: ada",
        "Created agent run: 1",
        "Run completed with status: COMPLETE",
    ],
    "async": ["Async agent run created: 1", "Run status: ACTIVE"],
    "presets": ["ada DEBUG", "ada INFO", "ada WARNING"],
    "custom": ["ada"],
    "errors": [
        "Validation error: prompt is empty. Say what the agent should do.",
        "Field errors: {'prompt': ['prompt is empty. Say what the agent should do.']}",
    ],
    "numbers": [
        "Current usage: 1/60",
        "Usage percentage: 1.7%",
        "Cache hit rate: 50.0%",
        "Cache size: 1/128",
        "API Status: healthy",
        "Response Time: 0",
    ],
}


@pytest.fixture
def _server(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from seawall.local.agents import TOKEN_FILE, AgentsSettings, running

    # Only one program waits for its run; that of another has not ended when it is read.
    with running(AgentsSettings(data_dir=tmp_path, run_duration_s=0.6 if name == "basic" else 60)) as url:
        token = json.loads((tmp_path / TOKEN_FILE).read_text())["ada"]
        monkeypatch.setenv("CODEGEN_API_TOKEN", token)
        monkeypatch.setenv("CODEGEN_BASE_URL", f"{url}/v1")
        yield


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.usefixtures("_server", "_log_level")
def test_a_program_runs_with_one_changed_import(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    exec(compile(f"{IMPORT}{NAMES}\n{PROGRAMS[name]}", name, "exec"), names)
    assert capsys.readouterr().out.splitlines() == OUTPUT[name]
