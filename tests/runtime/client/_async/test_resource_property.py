"""Resources that are imported and made at their first use."""

import pydoc

import pytest

from seawall.runtime import ResourceProperty
from tests.runtime.client._async.toys import AsyncToyClient, AsyncToys


def test_a_resource_is_made_once_for_each_client_and_copy() -> None:
    client = AsyncToyClient()
    copy = client.with_options(attempts=2)
    assert client.toys is client.toys
    assert isinstance(copy.toys, AsyncToys)
    assert copy.toys is not client.toys
    assert copy.toys.context is copy.shelf.context
    assert copy.toys.context is not client.toys.context


def test_without_a_client_it_is_the_class_and_help_shows_it() -> None:
    assert AsyncToyClient.toys is AsyncToys
    assert "Toys that a test reads." in pydoc.plain(pydoc.render_doc(AsyncToyClient))


def test_its_repr_names_the_class() -> None:
    found = repr(vars(AsyncToyClient)["toys"])
    assert found == f"ResourceProperty({AsyncToys.__module__}.AsyncToys)"


def test_a_class_that_does_not_exist_is_an_error_at_its_use() -> None:
    class Broken(AsyncToyClient):
        missing: ResourceProperty[AsyncToys] = ResourceProperty(".toys", "Missing")

    client = Broken()
    with pytest.raises(AttributeError, match="Missing"):
        client.missing  # noqa: B018
