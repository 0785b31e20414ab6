import pytest

from seawall.core.polling import poll_delay_s


@pytest.mark.parametrize(
    ("polls", "delay_s"), [(1, 0.25), (2, 0.375), (3, 0.5625), (8, 4.271484375), (9, 5.0), (100_000, 5.0)]
)
def test_the_wait_grows_by_half_up_to_five_seconds(polls: int, delay_s: float) -> None:
    assert poll_delay_s(polls) == delay_s
