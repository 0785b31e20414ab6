"""One named context, as it was read; `seawall.runtime.settings.contexts` reads and writes their file."""

from collections.abc import Mapping

from attrs import field, frozen

__all__ = ["Context", "Section"]

Section = Mapping[str, object]
"""Settings of one SDK in a context, by their names."""


@frozen
class Context:
    """One context: the settings of each SDK, by the SDK's name. Not hashable: it holds mappings."""

    name: str
    sections: Mapping[str, Section] = field(factory=dict, repr=False)
