"""The part of a bump that concerns the stable layer: impact, edits and surface."""

from collections.abc import Mapping

from attrs import field, frozen

from seawall.codegen.bump.inputs import BumpInputs
from seawall.codegen.bump.journal import FileChange
from seawall.codegen.bump.report import SurfaceLine
from seawall.codegen.impact.finding import Finding, Impact

__all__ = ["LayerBump", "layer_bump"]


@frozen(kw_only=True)
class LayerBump:
    """The findings in a stable layer, the edits that fix some, and the changes of its surface.

    `sources` and `edited` are texts by path in the layer; `surface_file` is the new content of the committed
    surface, None if there is no layer.
    """

    impact: Impact
    sources: Mapping[str, str] = field(factory=dict, repr=False)
    edited: Mapping[str, str] = field(factory=dict, repr=False)
    applied: tuple[Finding, ...] = field(default=(), repr=False)
    questions: tuple[str, ...] = ()
    changes: tuple[FileChange, ...] = field(default=(), repr=False)
    surface: tuple[SurfaceLine, ...] = ()
    leaks: tuple[str, ...] = ()
    surface_file: bytes | None = field(default=None, repr=False)
    notes: tuple[str, ...] = ()
    is_read: bool = False


def layer_bump(inputs: BumpInputs) -> LayerBump:
    """Trace the changes through the layer, if there is one."""
    return LayerBump(impact=Impact(findings=()), is_read=inputs is None)
