"""The fault of each call."""

import pytest

from seawall.local.faults.call_faults import CallFault, CallFaults, Faults, parse_faults


def statuses(faults: Faults[CallFaults], count: int) -> list[int | str | None]:
    """The statuses of the next calls; `cut` for a cut response, None for a call without a fault."""
    calls = [faults.next_call() for _ in range(count)]
    return ["cut" if call.is_cut else call.status for call in calls]


def test_the_counts_follow_each_other() -> None:
    faults = Faults(CallFaults(throttled=1, busy=2, errors=1, cut=1))
    assert statuses(faults, 7) == [429, 503, 503, 500, "cut", None, None]


def test_the_counts_begin_anew_after_some_calls() -> None:
    faults = Faults(CallFaults(busy=2, every=4))
    assert statuses(faults, 9) == [503, 503, None, None, 503, 503, None, None, 503]


def test_new_faults_replace_all_others() -> None:
    faults = Faults(CallFaults(busy=2, latency_s=0.5, retry_after_s=7))
    assert faults.next_call() == CallFault(0.5, 503, 7)
    faults.set(CallFaults(errors=1))
    assert faults.switches == CallFaults(errors=1)
    assert [faults.next_call() for _ in range(2)] == [CallFault(0, 500), CallFault()]


def test_texts_of_faults() -> None:
    assert parse_faults(["busy=3", "latency_s=0.5"], CallFaults) == CallFaults(busy=3, latency_s=0.5)
    assert parse_faults([], CallFaults) == CallFaults()
    for text in (
        "busy",
        "busy=",
        "busy=-1",
        "busy=1.5",
        "other=1",
        "stale_s=1",
        "=1",
        "latency_s=601",
        "latency_s=nan",
    ):
        with pytest.raises(ValueError, match=rf"^{text}=? is no fault\. Give NAME=NUMBER"):
            parse_faults([text], CallFaults)
