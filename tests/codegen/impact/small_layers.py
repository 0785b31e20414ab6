"""Small layers over clients that are generated from small specs, and their impact."""

from collections.abc import Mapping
from functools import lru_cache

from attrs import frozen

from seawall.codegen.api.model import Api
from seawall.codegen.diff.compare import compare_apis
from seawall.codegen.impact.finding import Impact
from seawall.codegen.impact.impact import find_impact
from seawall.codegen.layer.client import GeneratedClient, Part
from seawall.codegen.layer.client_reading import read_client
from seawall.codegen.layer.uses import Layer, LayerFunction, Literal, Place, Use, UseKind
from seawall.codegen.names.names import Pins
from tests.codegen.generating import make

__all__ = ["Source", "client_of", "impact_of"]

PACKAGE = "shop._generated"


@lru_cache(maxsize=64)
def _made(document: bytes, names: bytes | None) -> tuple[Api, GeneratedClient, bytes]:
    result = make(document, names=names, keep_rest=True)
    files = {name: content.decode() for name, content in result.files.items()}
    return result.api, read_client(files, result.api, PACKAGE), result.names


def client_of(document: bytes) -> GeneratedClient:
    """The client of a spec, read from its source."""
    return _made(document, None)[1]


@frozen
class Source:
    """A file of a layer, with uses that a test names by the text around them."""

    text: str
    path: str = "shop/client.py"

    def place(self, around: str, name: str) -> Place:
        """The place of `name` in the text `around`, which is in the source once."""
        assert self.text.count(around) == 1, around
        start = self.text.index(around) + around.index(name)
        line = self.text.count("\n", 0, start) + 1
        column = start - (self.text.rfind("\n", 0, start) + 1)
        return Place(path=self.path, line=line, column=column, end_line=line, end_column=column + len(name))

    def use(
        self, kind: UseKind, part: Part, around: str, name: str, function: str = "shop.client.get"
    ) -> Use:
        """A use of `part`."""
        return Use(part=part, kind=kind, place=self.place(around, name), function=function)

    def layer(
        self,
        *uses: Use,
        literals: tuple[Literal, ...] = (),
        functions: Mapping[str, LayerFunction] | None = None,
    ) -> Layer:
        """The layer of this file with these uses."""
        whole = Place(path=self.path, line=1, column=0, end_line=1, end_column=0)
        names = {use.function for use in uses}
        known = {name: LayerFunction(name=name, place=whole, is_public=True) for name in names}
        return Layer(
            functions=known | dict(functions or {}),
            uses=uses,
            literals=literals,
            sources={self.path: self.text},
        )


def impact_of(
    old: bytes,
    new: bytes,
    layer: Layer,
    *,
    pairs: Mapping[Part, Part | None] | None = None,
    fixtures: Mapping[str, str] | None = None,
    pins: Pins | None = None,
) -> Impact:
    """The impact of the step from `old` to `new` on a layer."""
    old_api, old_client, names = _made(old, None)
    new_api, new_client, _ = _made(new, names)
    return find_impact(
        compare_apis(old_api, new_api),
        old_api=old_api,
        new_api=new_api,
        old_client=old_client,
        new_client=new_client,
        pairs=pairs or {},
        layer=layer,
        fixtures=fixtures or {},
        pins=pins,
    )
