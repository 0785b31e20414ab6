import math
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from seawall.core.errors import ConfigError
from seawall.transports import TransportOptions
from seawall.transports.httpx2.ssl_context import shared_ssl_context
from tests.transports.authorities import Authority

LIMITS: list[object] = [0, -1, math.inf, math.nan, True]
INVALID_LIMITS: list[str] = ["connect_timeout_s", "max_connections"]


def test_a_limit_that_is_not_positive_is_a_config_error(subtests: pytest.Subtests) -> None:
    for value in LIMITS:
        for name in INVALID_LIMITS:
            with subtests.test(value=value, name=name), pytest.raises(ConfigError, match=name):
                TransportOptions(**{name: value})  # type: ignore[arg-type]


def test_a_timeout_that_timedelta_does_not_take_is_a_config_error() -> None:
    with pytest.raises(ConfigError, match="connect_timeout_s is of type Fraction"):
        TransportOptions(connect_timeout_s=Fraction(1, 2))  # type: ignore[arg-type]


def test_a_key_without_a_certificate_is_a_config_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="need a client_cert"):
        TransportOptions(client_key=tmp_path / "a.key")


# --- One SSL context per process -------------------------------------------------------------------------


def test_equal_options_share_one_ssl_context(tmp_path: Path) -> None:
    ca_file = Authority.in_(tmp_path).ca_file
    assert shared_ssl_context(TransportOptions()) is shared_ssl_context(
        TransportOptions(proxy="http://p.test")
    )
    one = shared_ssl_context(TransportOptions(ca_file=ca_file))
    assert one is shared_ssl_context(TransportOptions(ca_file=str(ca_file)))
    assert one is not shared_ssl_context(TransportOptions())


def test_a_renewed_certificate_makes_a_new_ssl_context(tmp_path: Path) -> None:
    authority = Authority.in_(tmp_path)
    certificate, key = authority.client()
    options = TransportOptions(client_cert=certificate, client_key=key)
    before = shared_ssl_context(options)
    authority.client()
    assert shared_ssl_context(options) is not before


# --- Imports ---------------------------------------------------------------------------------------------


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "loaded"),
    [
        ("import seawall.transports", "[]"),
        ("from seawall.transports import default_transport as d; d('httpx2').close()", "['httpx2']"),
        ("from seawall.transports import default_transport as d; d('httpx').close()", "['httpx', 'httpx2']"),
        ("from seawall.transports import default_transport as d; d().close()", "['pyreqwest']"),
    ],
)
def test_only_the_chosen_library_is_imported(code: str, loaded: str) -> None:
    assert (
        python(
            f"{code}\nimport sys; print([n for n in ('httpx', 'httpx2', 'pyreqwest') if n in sys.modules])"
        )
        == loaded
    )


def test_an_unknown_name_is_an_attribute_error() -> None:
    import seawall.transports

    with pytest.raises(AttributeError):
        seawall.transports.Nothing  # type: ignore[attr-defined]  # noqa: B018
