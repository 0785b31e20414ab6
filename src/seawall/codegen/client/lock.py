"""The lock file: SHA-256 of the inputs and outputs of one generation."""

import json
from collections.abc import Mapping
from hashlib import sha256

from seawall import __version__
from seawall.codegen.errors import SpecError
from seawall.codegen.spec.document import Json, load_document

__all__ = ["lock_file", "locked_hashes"]


def lock_file(*, inputs: Mapping[str, str], outputs: Mapping[str, bytes]) -> bytes:
    """Build the lock file as JSON; `inputs` maps displayed names to hashes, `outputs` names to contents."""
    document = {
        "generator": {"seawall": __version__},
        "inputs": dict(inputs),
        "outputs": {name: sha256(content).hexdigest() for name, content in outputs.items()},
    }
    return (json.dumps(document, indent=2, sort_keys=True) + "\n").encode("ascii")


def locked_hashes(lock: bytes) -> tuple[dict[str, str], dict[str, str]] | None:
    """The hashes of inputs and outputs in a lock file; None if it is not one of this version of Seawall."""
    try:
        document = load_document(lock, "the lock file")
    except SpecError:
        return None
    if document.get("generator") != {"seawall": __version__}:
        return None
    inputs, outputs = document.get("inputs"), document.get("outputs")
    return (_texts(inputs), _texts(outputs)) if inputs and outputs else None


def _texts(table: Json) -> dict[str, str]:
    return {key: str(value) for key, value in table.items()} if isinstance(table, dict) else {}
