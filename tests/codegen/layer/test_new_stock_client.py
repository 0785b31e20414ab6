"""The new version of a stock package has the names of the old one, which its users have generated."""

import ast
import json
import re
from pathlib import Path

import pytest

from seawall.codegen.effective_spec import EffectiveSpec, effective_spec
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.layer.client import ClientStyle, GeneratedClient
from seawall.codegen.layer.client_reading import read_client
from seawall.codegen.layer.client_renaming import with_names
from seawall.codegen.layer.new_client import new_client_files
from tests.codegen.generating import operation, spec
from tests.codegen.layer.stock_package import stock_package

KEY = {
    "type": "object",
    # The class is called after the title, and Seawall's after the component.
    "title": "An Enrolled Device",
    "properties": {
        "state": {"type": "string", "enum": ["AnEnrolledDevice", "off"]},
        "device_key": {"type": "string"},
    },
}
DEVICES = spec(
    {"/devices": {"get": operation(answer={"$ref": "#/components/schemas/DeviceKey"}, operationId="get")}},
    {"DeviceKey": KEY},
)


def read(document: bytes) -> EffectiveSpec:
    content = json.loads(document)
    return effective_spec(Documents(root="openapi.json", documents={"openapi.json": content}))


@pytest.mark.parametrize("literal_enums", [False, True])
def test_names_are_those_of_the_old_package(tmp_path: Path, *, literal_enums: bool) -> None:
    devices = read(DEVICES)
    old = read_client(
        stock_package(DEVICES, tmp_path, literal_enums=literal_enums), devices.api, "shop.client"
    )
    assert "AnEnrolledDevice" in old.classes
    new = read_client(new_client_files(old, devices.api, devices), devices.api, "shop.client")
    assert new == old
    (enum,) = (one for one in new.classes.values() if one.members)
    assert enum.is_literal == literal_enums


def test_texts_and_names_of_fields_stay() -> None:
    devices = read(DEVICES)
    nothing = GeneratedClient(package="client", style=ClientStyle.STOCK)
    files = new_client_files(nothing, devices.api, devices)
    generated = read_client(files, devices.api, "client")
    other = {
        name.replace("device_key.py", "an_enrolled_device.py"): text.replace(
            "DeviceKey", "AnEnrolledDevice"
        ).replace("device_key import", "an_enrolled_device import")
        for name, text in files.items()
    }
    found = with_names(files, generated, read_client(other, devices.api, "client"))
    model = found["models/an_enrolled_device.py"]
    assert "class AnEnrolledDevice:" in model
    assert 'd.pop("device_key", UNSET)' in model
    assert "models/device_key.py" not in found
    assert "from .an_enrolled_device import AnEnrolledDevice\n" in found["models/__init__.py"]
    assert all(ast.parse(text) for text in found.values())


def test_arguments_and_modules_have_the_names_of_an_older_version() -> None:
    rename = spec(
        {"/devices": {"put": operation(answer={}, body=KEY, operationId="rename", tags=["devices"])}}
    )
    devices = read(rename)
    nothing = GeneratedClient(package="client", style=ClientStyle.STOCK)
    files = new_client_files(nothing, devices.api, devices)
    older = {
        name.replace("rename.py", "rename_device.py"): re.sub(r"\bbody\b", "json_body", text)
        for name, text in files.items()
    }
    wanted = read_client(older, devices.api, "client")
    found = with_names(files, read_client(files, devices.api, "client"), wanted)
    assert read_client(found, devices.api, "client").functions == wanted.functions
    assert all(function.arguments == {"json_body": "body"} for function in wanted.functions)
    assert '_kwargs["json"] = json_body.to_dict()' in found["api/devices/rename_device.py"]
