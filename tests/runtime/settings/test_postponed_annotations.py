"""Settings in modules with postponed annotations (PEP 563)."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from seawall.runtime.settings.api_settings import ApiSettings


def test_annotations_may_name_types_of_the_function_that_defines_the_class() -> None:
    class Level(Enum):
        LOW = "low"

    class Toy(ApiSettings):
        section: ClassVar[str] = "toy"
        environment_prefix: ClassVar[str] = "TOY_"

        level: Level = Level.LOW
        later: Later | None = None

    made = Toy(base_url="http://127.0.0.1", level="low", later="soon")  # type: ignore[arg-type]
    assert (made.level, made.later) == (Level.LOW, Later.SOON)


class Later(Enum):
    SOON = "soon"
