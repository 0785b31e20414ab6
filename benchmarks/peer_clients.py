"""What other generators make of the platform's spec, put into this environment by `make bench-setup`.

python -m benchmarks.peer_clients
"""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from benchmarks.contenders.sync_calls import STOCK_CLIENT
from benchmarks.harness.contender import ROOT

PYDANTIC_MODELS = "pydantic_platform_models"
"""What datamodel-code-generator makes of openapi.json."""


def main() -> None:
    site, spec = Path(sysconfig.get_path("purelib")), str(ROOT / "openapi.json")
    stock = ["openapi_python_client", "generate", "--path", spec, "--meta", "none", "--overwrite"]
    _run(*stock, "--output-path", str(site / STOCK_CLIENT))
    models = ["datamodel_code_generator", "--input", spec, "--input-file-type", "openapi"]
    models += ["--output-model-type", "pydantic_v2.BaseModel", "--formatters", "builtin"]
    _run(*models, "--output", str(site / f"{PYDANTIC_MODELS}.py"))


def _run(*command: str) -> None:
    # The first of them calls ruff, which this environment has.
    path = os.pathsep.join((sysconfig.get_path("scripts"), os.environ.get("PATH", "")))
    environment = {**os.environ, "PATH": path}
    whole = [sys.executable, "-m", *command]
    subprocess.run(whole, check=True, stdout=subprocess.DEVNULL, env=environment)


if __name__ == "__main__":
    main()
