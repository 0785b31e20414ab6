from pathlib import Path

import pytest

from seawall.core.errors import InputError
from seawall.runtime.files.image_file import image_from_file


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a.png", "data:image/png;base64,AAE="),
        ("a.JPG", "data:image/jpeg;base64,AAE="),
        ("a.webp", "data:image/webp;base64,AAE="),
    ],
)
def test_an_image_becomes_a_data_uri(tmp_path: Path, name: str, uri: str) -> None:
    (tmp_path / name).write_bytes(b"\x00\x01")
    assert image_from_file(tmp_path / name) == uri
    assert image_from_file(str(tmp_path / name)) == uri


def test_another_ending_or_no_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"notes\.txt has no ending of an image: \.gif, \.jpeg"):
        image_from_file(tmp_path / "notes.txt")
    with pytest.raises(InputError, match=r"gone\.png can not be read: No such file"):
        image_from_file(tmp_path / "gone.png")
