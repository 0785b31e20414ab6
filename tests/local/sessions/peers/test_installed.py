"""The released clients import, and their commands start, with the packages of their lock files."""

import pytest

from tests.local.released_clients import Peer

# Downloads 90 packages, and starts processes that import half of them.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

COMMAND = "import sys; from canfar.cli.main import main; sys.exit(main())"
# Parses everything and sends nothing.
CREATE = ("create", "headless", "skaha/terminal:1.1.2", "--name", "one", "--dry-run", "--", "echo", "hi")


def test_the_library_of_canfar(canfar: Peer) -> None:
    names = "from canfar.sessions import AsyncSession, Session; import canfar"
    done = canfar.run(f"{names}; print(canfar.__version__)")
    assert (done.returncode, done.stdout) == (0, "1.5.2\n"), done.stderr


def test_the_commands_of_canfar(canfar: Peer) -> None:
    done = canfar.run(COMMAND, *CREATE)
    assert done.returncode == 0, done.stderr
    assert "Image: skaha/terminal:1.1.2" in done.stdout


def test_the_library_of_canfar_1_0(canfar_1_0: Peer) -> None:
    names = "from canfar.sessions import AsyncSession, Session; import canfar"
    done = canfar_1_0.run(f"{names}; print(canfar.__version__)")
    assert (done.returncode, done.stdout) == (0, "1.0.4\n"), done.stderr


def test_the_commands_of_canfar_1_0(canfar_1_0: Peer) -> None:
    done = canfar_1_0.run(COMMAND, *CREATE)
    assert done.returncode == 0, done.stderr
    assert "Image: skaha/terminal:1.1.2" in done.stdout


def test_the_library_of_skaha(skaha: Peer) -> None:
    names = "import skaha.session, skaha.images, skaha.context, skaha.overview"
    done = skaha.run(f"{names}; print(skaha.__version__)")
    assert (done.returncode, done.stdout) == (0, "1.7.0\n"), done.stderr
