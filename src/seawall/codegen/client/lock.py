"""The lock file: SHA-256 of the inputs and outputs of one generation."""

import json
from collections.abc import Mapping
from hashlib import sha256

__all__ = ["lock_file"]


def lock_file(*, generator: str, inputs: Mapping[str, bytes], outputs: Mapping[str, bytes]) -> bytes:
    """Build the lock file as JSON; `inputs` and `outputs` map displayed names to contents."""
    document = {
        "generator": {"openapi-python-client": generator},
        "inputs": _hashes(inputs),
        "outputs": _hashes(outputs),
    }
    return (json.dumps(document, indent=2, sort_keys=True) + "\n").encode("ascii")


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: sha256(content).hexdigest() for name, content in files.items()}
