"""Overlays of today on an old spec: the actions that fit it."""

import json
from collections.abc import Sequence

from seawall.codegen.doctor.document import canonical_spec
from seawall.codegen.errors import OverlayError
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.spec.document import load_document
from seawall.codegen.spec.overlay import apply_overlay

__all__ = ["fitting_overlays"]

Overlays = tuple[tuple[str, bytes], ...]


def fitting_overlays(
    documents: Documents, overlays: Sequence[tuple[str, bytes]]
) -> tuple[Overlays, tuple[str, ...]]:
    """Return the overlays without the actions that do not fit `documents`, and a note for each of these.

    An overlay is written for the newest spec: the part that an action fixes may not exist in an older one.
    """
    if not overlays:
        return (), ()
    document = canonical_spec(documents).document
    kept: list[tuple[str, bytes]] = []
    notes = []
    for name, content in overlays:
        overlay = load_document(content, name)
        actions = overlay.get("actions")
        fitting = []
        for action in actions if isinstance(actions, list) else []:
            try:
                document = apply_overlay(document, {**overlay, "actions": [action]}, name)
            except OverlayError as error:
                notes.append(f"Not applied to the old spec: {error}")
            else:
                fitting.append(action)
        if fitting:
            kept.append((name, json.dumps({**overlay, "actions": fitting}).encode("ascii")))
    return tuple(kept), tuple(notes)
