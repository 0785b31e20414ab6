# DO NOT EDIT. Derived from ../_async/test_resource_property.py by "python -m seawall.codegen.derive".
"""Resources that are imported and made at their first use."""

import pydoc

import pytest

from seawall.runtime import ResourceProperty
from tests.runtime.client._sync.toys import ToyClient, Toys


def test_a_resource_is_made_once_for_each_client_and_copy() -> None:
    client = ToyClient()
    copy = client.with_options(attempts=2)
    assert client.toys is client.toys
    assert isinstance(copy.toys, Toys)
    assert copy.toys is not client.toys
    assert copy.toys.context is copy.shelf.context
    assert copy.toys.context is not client.toys.context


def test_without_a_client_it_is_the_class_and_help_shows_it() -> None:
    assert ToyClient.toys is Toys
    assert "Toys that a test reads." in pydoc.plain(pydoc.render_doc(ToyClient))


def test_its_repr_names_the_class() -> None:
    found = repr(vars(ToyClient)["toys"])
    assert found == f"ResourceProperty({Toys.__module__}.Toys)"


def test_a_class_that_does_not_exist_is_an_error_at_its_use() -> None:
    class Broken(ToyClient):
        missing: ResourceProperty[Toys] = ResourceProperty(".toys", "Missing")

    client = Broken()
    with pytest.raises(AttributeError, match="Missing"):
        client.missing  # noqa: B018
