"""A TypeScript program whose client is generated from the public spec, on the local platform.

The public TypeScript client of the API is not in the npm registry under a name that we know. This is the
nearest to it: `openapi-typescript` makes the types of the public spec, the compiler checks the program
against them, `openapi-fetch` sends its requests, and the answers are those that the spec promises.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.local.platform.peers.conftest import Server
from tests.made_once import made_once

# Downloads 30 packages, and compiles.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

PROGRAM = Path(__file__).with_name("typescript")
SPEC = Path(__file__).parents[5] / "shared" / "specs" / "aignostics" / "04_1.7.0_2026-07-08.json"
PEERS = Path(sys.prefix) / "peers"  # `make clean` removes it
_UNREACHABLE = re.compile(r"ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|network")


@pytest.fixture
def node() -> str:
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.skip(f"the TypeScript client needs {program}, and it is not installed")
    if not SPEC.exists():
        pytest.skip(f"the public spec is not beside this checkout: {SPEC.name}")
    return "node"


@pytest.fixture
def packages(node: str) -> Path:
    """The packages of the lock file, downloaded once for all runs."""
    assert node
    lock = hashlib.sha256((PROGRAM / "package-lock.json").read_bytes()).hexdigest()[:12]
    PEERS.mkdir(exist_ok=True)
    return made_once(PEERS / f"typescript-{lock}", _download)


def _download(folder: Path) -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(PROGRAM / name, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode and _UNREACHABLE.search(done.stderr):
        pytest.skip(
            f"the packages of the TypeScript client can not be downloaded: {done.stderr.strip()[:200]}"
        )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def program(packages: Path, tmp_path: Path) -> Path:
    """The compiled program; a type that does not fit the public spec is an error of the compiler."""
    for name in ("package.json", "tsconfig.json", "program.ts"):
        shutil.copy(PROGRAM / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(packages / "node_modules")
    binaries = tmp_path / "node_modules" / ".bin"
    for command in (
        [str(binaries / "openapi-typescript"), str(SPEC), "--output", "schema.d.ts"],
        [str(binaries / "tsc"), "--outDir", "compiled"],
    ):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return tmp_path / "compiled" / "program.js"


def test_each_operation_from_typescript(node: str, program: Path, server: Server) -> None:
    done = subprocess.run(
        [node, str(program)],
        env={"PATH": os.environ["PATH"], "PLATFORM_URL": server.url},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "account": {"email": "local.user@example.com", "organization": "org_local", "anonymous": 401},
        "applications": {
            "ids": ["image-qc", "test-app"],
            "inputs": ["input"],
            "document": True,
            "redirects": [307, 307],
            "unknown": 404,
        },
        "results": {
            "state": ["TERMINATED", "FULL", "ALL_ITEMS_PROCESSED"],
            "succeeded": 2,
            "items": ["two", "folder/1"],
            "redirect": 307,
            "content": True,
            "listed": [True],
        },
        "changes": {"run": {"study": "low"}, "item": {"grade": 2}, "stale": 412},
        "access": {
            "tokens": 1,
            "grants": 1,
            "read": 200,
            "known": False,
            "granted": "viewer",
            "revoked": True,
            "again": 409,
        },
        "ends": {
            "accepted": 202,
            "again": 409,
            "reason": "CANCELED_BY_USER",
            "outputs": ["DELETED_BY_USER", "DELETED_BY_USER"],
            "refused": 422,
        },
    }


def test_each_operation_of_the_spec_is_in_the_program(node: str) -> None:
    assert node
    text = (PROGRAM / "program.ts").read_text(encoding="utf-8")
    # Two of its paths continue one that is written once.
    text = text.replace("`${below}", '"/v1/applications/{application_id}/versions/{version}/documents/{name}')
    text = text.replace(
        "GET(below", 'GET("/v1/applications/{application_id}/versions/{version}/documents/{name}"'
    )
    called = set(re.findall(r'\.(GET|POST|PUT|DELETE)\(\s*"(/v1/[^"`]*)["`]', text))
    spec = json.loads(SPEC.read_text(encoding="utf-8"))
    assert called == {(method.upper(), path) for path, methods in spec["paths"].items() for method in methods}
