"""The effective spec: documents through the doctor and the overlays, and its one reading."""

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from seawall.codegen.api.model import Api
from seawall.codegen.api.reader import read_api
from seawall.codegen.doctor.document import canonical_spec
from seawall.codegen.doctor.fix import Fix, excerpt
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.spec.document import load_document
from seawall.codegen.spec.plain_data import Json

__all__ = ["EffectiveSpec", "effective_spec", "made_operation_ids"]

_MADE = frozenset({"missing-operation-id", "duplicate-operation-id"})


@frozen(kw_only=True)
class EffectiveSpec:
    """A spec in canonical OpenAPI 3.1 with its overlays, its Api, and the fixes of the doctor."""

    document: Mapping[str, Json] = field(repr=False)
    api: Api = field(repr=False)
    fixes: tuple[Fix, ...] = field(default=(), repr=False)


def effective_spec(documents: Documents, overlays: Sequence[tuple[str, bytes]] = ()) -> EffectiveSpec:
    """Make the effective spec of `documents`; `overlays` are pairs of name and content.

    Raises SpecError if the spec can not be read, and OverlayError for an overlay that does not fit.
    """
    canonical = canonical_spec(documents)
    document = canonical.document
    if overlays:
        # Imported late: JSONPath takes 35 ms.
        from seawall.codegen.spec.overlay import apply_overlay  # noqa: PLC0415
    for name, content in overlays:
        document = apply_overlay(document, load_document(content, name), name)
    return EffectiveSpec(document=document, api=read_api(document), fixes=canonical.fixes)


def made_operation_ids(spec: EffectiveSpec) -> set[str]:
    """The operationIds that the doctor has made, where the author gave none or the same one twice."""
    made = {fix.after for fix in spec.fixes if fix.rule in _MADE}
    return {item.operation_id for item in spec.api.operations if excerpt(item.operation_id) in made}
