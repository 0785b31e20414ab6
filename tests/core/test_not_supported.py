"""The error for something that an older version of an API can not do."""

import pickle

from seawall.core.errors import SeawallError
from seawall.core.not_supported import NotSupportedByServerError


def test_the_error_names_the_version_and_can_be_rebuilt() -> None:
    error = NotSupportedByServerError("The server does not know it.", "1.7.0")
    assert isinstance(error, SeawallError)
    assert str(error) == "The server does not know it."
    for copy in (pickle.loads(pickle.dumps(error)), type(error)(*error.args)):
        assert (str(copy), copy.needed_version) == (str(error), "1.7.0")
    assert error.to_dict()["needed_version"] == "1.7.0"
