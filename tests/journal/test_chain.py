"""Nothing in the journal can be changed, taken out, slipped in or moved unseen, and a cut tail shows too."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.journal import chain


def write(events: list[str], stream: str = "municipality:1") -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    previous = chain.START
    for number, event in enumerate(events, start=1):
        entry: dict[str, Any] = {
            "stream": stream,
            "seq": number,
            "time": f"2026-11-23T09:00:{number:02d}Z",
            "event": event,
            "subject": "panel:7",
            "by": "person:3",
            "via": "web",
            "facts": {"digest": "ab" * 32, "seats": number},
        }
        entry["digest"] = previous = chain.entry_digest(previous, entry)
        entries.append(entry)
    return entries


def is_prefix(old: chain.Checkpoint, entries: list[dict[str, Any]]) -> bool:
    """Whether the journal that an old checkpoint saw is the beginning of this one, and this one is whole."""
    reading = chain.read_through(old.stream, entries, [old])
    return reading.whole and not reading.unmet


journals = st.lists(st.text(max_size=6), min_size=1, max_size=8).map(write)


def test_the_chain_stays_what_it_is() -> None:
    first, second = write(["panel.drawn", "draw.cancelled"])
    assert first["digest"] == "b5b9a99db1bd01c68482a2448394544b31019f3c41990392bec9cb7d18f6eae0"
    assert second["digest"] == "a64a07d5278bcc714fc757a34adcab8393c2b900d42bee96ccc475541bd9d70f"


@given(journals)
def test_an_honest_journal_is_whole(entries: list[dict[str, Any]]) -> None:
    assert chain.first_broken(entries) is None
    assert chain.first_broken(iter(entries)) is None


def test_an_empty_journal_is_whole() -> None:
    assert chain.first_broken([]) is None
    assert is_prefix(chain.checkpoint("municipality:1", []), [])


@given(journals, st.data())
def test_a_changed_entry_breaks_the_chain_there(entries: list[dict[str, Any]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    part = data.draw(st.sampled_from([*chain.BOUND, "digest"]))
    changed = copy.deepcopy(entries)
    if part == "facts":
        changed[place]["facts"]["seats"] += 1
    elif part == "seq":
        changed[place]["seq"] += 1
    elif part == "digest":
        changed[place]["digest"] = chain.START
    else:
        changed[place][part] += "!"
    assert chain.first_broken(changed) is not None
    assert chain.first_broken(changed) in (place, 1 if part == "stream" else place)


@given(journals, st.data())
def test_a_removed_or_doubled_entry_breaks_the_chain(entries: list[dict[str, Any]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    assert chain.first_broken([*entries[: place + 1], entries[place], *entries[place + 1 :]]) == place + 1
    if place < len(entries) - 1:
        assert chain.first_broken(entries[:place] + entries[place + 1 :]) == place


@given(journals, st.data())
def test_a_moved_entry_breaks_the_chain(entries: list[dict[str, Any]], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(entries))))
    if order != sorted(order):
        assert chain.first_broken([entries[place] for place in order]) is not None


@given(journals)
def test_a_past_written_anew_no_longer_holds_the_old_checkpoint(entries: list[dict[str, Any]]) -> None:
    old = chain.checkpoint("municipality:1", entries)
    rewritten = write(["another", *(entry["event"] for entry in entries)])
    assert chain.first_broken(rewritten) is None
    assert not is_prefix(old, rewritten)


@given(journals, st.data())
def test_a_cut_tail_is_shown_by_the_checkpoint(entries: list[dict[str, Any]], data: st.DataObject) -> None:
    old = chain.checkpoint("municipality:1", entries)
    kept = entries[: data.draw(st.integers(0, len(entries) - 1))]
    assert chain.first_broken(kept) is None
    assert not is_prefix(old, kept)


@given(journals, st.data())
def test_yesterdays_journal_is_the_beginning_of_todays(entries: list[dict[str, Any]], data: st.DataObject) -> None:
    yesterday = entries[: data.draw(st.integers(0, len(entries)))]
    assert is_prefix(chain.checkpoint("municipality:1", yesterday), entries)


def test_a_neighbours_journal_is_not_ours() -> None:
    ours, theirs = write(["a"]), write(["a"], "municipality:2")
    assert ours[0]["digest"] != theirs[0]["digest"]
    assert not is_prefix(chain.checkpoint("municipality:2", theirs), ours)
    assert not is_prefix(chain.checkpoint("municipality:2", []), ours)
    assert chain.first_broken([*ours, *write(["a", "b"], "municipality:2")[1:]]) == 1


@pytest.mark.parametrize("facts", [{"share": 0.5}, {"yes": True}, {"none": None}])
def test_facts_hold_only_text_and_whole_numbers(facts: dict[str, Any]) -> None:
    entry = {**write(["a"])[0], "facts": facts}
    with pytest.raises(ValueError):  # noqa: PT011
        chain.entry_digest(chain.START, entry)
    assert chain.first_broken([entry]) == 0


def test_a_broken_entry_is_found_even_when_it_makes_no_sense() -> None:
    entries = write(["a", "b"])
    assert chain.first_broken([entries[0], {"stream": "municipality:1", "seq": 2}]) == 1
    assert chain.first_broken([{**entries[0], "digest": "xyz"}, entries[1]]) == 0
