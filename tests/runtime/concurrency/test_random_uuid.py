import uuid

from seawall.runtime.concurrency.random_uuid import random_uuid


def test_random_uuid_is_a_version_4_uuid() -> None:
    made = [random_uuid() for _ in range(500)]
    assert len(set(made)) == 500
    assert {(uuid.UUID(text).version, uuid.UUID(text).variant) for text in made} == {(4, uuid.RFC_4122)}
    assert all(str(uuid.UUID(text)) == text for text in made)
    # Each of the 122 other bits is drawn: 500 draws leave none of them the same.
    bits = [uuid.UUID(text).int for text in made]
    ever, always = 0, -1
    for number in bits:
        ever, always = ever | number, always & number
    assert (ever & ~always).bit_count() == 122
