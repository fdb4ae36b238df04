"""Windows of the change calendar, and what collides: half-open, both ways alike, right when the clock is changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otui.domain.change.schedule import (
    MEANING,
    Collision,
    CollisionKind,
    Planned,
    Surroundings,
    Weight,
    collisions,
    needs_answer,
)
from otui.domain.change.steps import BEFORE_IMPLEMENT, Step, Type
from otui.domain.change.windows import (
    BOTH_ENDS,
    NO_SUCH_FREQUENCY,
    NO_SUCH_PART,
    NOT_A_RULE,
    NOT_ITS_BEGINNING,
    BadRule,
    Stretch,
    Window,
    WindowKind,
    checked,
    covers,
    occurrences,
    overlap,
    until_utc,
)

HOME = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    """A moment by the clock in Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=HOME).astimezone(UTC)


def during(start: str, end: str) -> Stretch:
    return Stretch(at(start), at(end))


def window(start: str, end: str, rule: str = "", kind: str = "blackout", **values: object) -> Window:
    return Window(1, WindowKind(kind), "w", during(start, end), rule, **values)  # type: ignore[arg-type]


def starts(found: Window, since: str, until: str) -> list[str]:
    return [
        one.start.astimezone(HOME).isoformat(timespec="minutes")
        for one in occurrences(found, HOME, at(since), at(until))
    ]


moments = st.integers(0, 60).map(lambda hours: NOW + timedelta(hours=hours))
stretches = st.builds(Stretch, moments, moments)


# -- stretches ---------------------------------------------------------------------------------------------------------


@given(stretches, stretches)
def test_overlap_is_the_same_from_both_sides_and_is_a_moment_in_common(a: Stretch, b: Stretch) -> None:
    moments_of = [
        {NOW + timedelta(hours=h) for h in range(61) if one.start <= NOW + timedelta(hours=h) < one.end}
        for one in (a, b)
    ]
    assert overlap(a, b) == overlap(b, a) == bool(moments_of[0] & moments_of[1])


def test_what_ends_at_ten_leaves_what_begins_at_ten_alone() -> None:
    assert not overlap(
        during("2026-11-23T09:00", "2026-11-23T10:00"), during("2026-11-23T10:00", "2026-11-23T11:00")
    )
    assert overlap(
        during("2026-11-23T09:00", "2026-11-23T10:01"), during("2026-11-23T10:00", "2026-11-23T11:00")
    )


@given(st.lists(stretches, max_size=6), stretches)
def test_parts_cover_a_whole_where_they_leave_no_hour_of_it_out(parts: list[Stretch], whole: Stretch) -> None:
    hours = [NOW + timedelta(hours=h) for h in range(61)]
    left = [
        hour
        for hour in hours
        if whole.start <= hour < whole.end and not any(p.start <= hour < p.end for p in parts)
    ]
    assert covers(parts, whole) == (not left)


# -- windows that come again -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "utc_hours"),
    [("2026-03-26T00:00", "2026-04-01T00:00", {1, 0}), ("2026-10-22T00:00", "2026-10-28T00:00", {0, 1})],
    ids=["spring", "autumn"],
)
def test_two_in_the_night_stays_two_in_the_night(since: str, until: str, utc_hours: set[int]) -> None:
    nightly = window("2026-01-05T02:00", "2026-01-05T04:00", "FREQ=DAILY")
    found = occurrences(nightly, HOME, at(since), at(until))
    assert len(found) == 6
    local = [one.start.astimezone(HOME) for one in found]
    ends = [one.end.astimezone(HOME) for one in found]
    # The hour from two to three is not there on 29 March: what begins in it begins at three.
    assert [t.hour for t in local] == [3 if t.date().isoformat() == "2026-03-29" else 2 for t in local]
    assert {t.hour for t in ends} == {4}
    assert {one.start.hour for one in found} == utc_hours


def test_a_window_over_midnight_is_found_on_its_second_day() -> None:
    evening = window("2026-11-20T22:00", "2026-11-21T06:00", "FREQ=WEEKLY;BYDAY=FR")
    assert starts(evening, "2026-11-28T05:00", "2026-11-28T07:00") == ["2026-11-27T22:00+01:00"]
    assert starts(evening, "2026-11-28T06:00", "2026-11-28T07:00") == []


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", ["2026-11-23", "2026-11-26", "2026-12-07", "2026-12-10"]),
        ("FREQ=MONTHLY;BYDAY=2MO", ["2026-12-14"]),
        ("FREQ=DAILY;COUNT=326", ["2026-11-23"]),
        ("FREQ=DAILY;UNTIL=20261124", ["2026-11-23", "2026-11-24"]),
        # The last time is at 20:59:59 UTC, which is before ten in the evening in Amsterdam.
        ("FREQ=DAILY;UNTIL=20261124T205959Z", ["2026-11-23"]),
        ("FREQ=DAILY;UNTIL=20261124T210000Z", ["2026-11-23", "2026-11-24"]),
        ("", []),
    ],
)
def test_rules(rule: str, expected: list[str]) -> None:
    first = "2026-01-05" if "WEEKLY" in rule else "2026-01-02"
    again = window(f"{first}T22:00", f"{first}T23:00", rule)
    assert [day[:10] for day in starts(again, "2026-11-23T00:00", "2026-12-15T00:00")] == expected


RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,SU",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU;WKST=SU",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
        "FREQ=DAILY;COUNT=40",
    ]
)


@given(RULES, st.integers(0, 1500), st.integers(1, 90))
def test_a_look_from_the_middle_sees_what_a_look_from_the_beginning_sees(
    rule: str, days: int, length: int
) -> None:
    again = window("2024-01-01T23:30", "2024-01-02T02:30", rule)
    since = again.when.start + timedelta(days=days)
    until = since + timedelta(days=length)
    all_of_it = occurrences(again, HOME, again.when.start, until)
    assert occurrences(again, HOME, since, until) == tuple(one for one in all_of_it if one.end > since)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("every friday", NOT_A_RULE),
        ("FREQ=WEEKLY;BYDAY=XX", NOT_A_RULE),
        ("FREQ=WEEKLY;INTERVAL=0", NOT_A_RULE),
        ("FREQ=WEEKLY;INTERVAL=often", NOT_A_RULE),
        ("FREQ=WEEKLY;UNTIL=tomorrow", NOT_A_RULE),
        ("FREQ=WEEKLY;UNTIL=20261332", NOT_A_RULE),
        ("FREQ=WEEKLY;FREQ=DAILY", NOT_A_RULE),
        ("FREQ=DAILY;COUNT=0", NOT_A_RULE),
        ("FREQ=HOURLY", NO_SUCH_FREQUENCY),
        ("INTERVAL=2", NO_SUCH_FREQUENCY),
        ("FREQ=DAILY;BYHOUR=3", NO_SUCH_PART),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", BOTH_ENDS),
        ("FREQ=WEEKLY;BYDAY=SU", NOT_ITS_BEGINNING),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", NOT_ITS_BEGINNING),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=6MO", NOT_ITS_BEGINNING),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused_at_once(rule: str, why: str) -> None:
    with pytest.raises(BadRule) as raised:
        checked(rule, at("2026-11-23T22:00"), HOME)
    assert raised.value.why == why


@pytest.mark.parametrize("day", ["2026-11-23", "2028-02-29", "2027-01-01", "2026-12-31"])
def test_a_rule_is_kept_in_one_spelling(day: str) -> None:
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[at(f"{day}T22:00").weekday()]
    typed = f" rrule:byday={weekday}; freq=weekly "
    assert checked(typed, at(f"{day}T22:00"), HOME) == f"FREQ=WEEKLY;BYDAY={weekday}"


def test_the_end_of_a_rule_as_an_instant() -> None:
    assert until_utc("FREQ=DAILY", HOME) is None
    assert until_utc("FREQ=DAILY;UNTIL=20260701", HOME) == datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC)


# -- what collides -----------------------------------------------------------------------------------------------------

TONIGHT = during("2026-11-25T20:00", "2026-11-25T22:00")
VPN, RADIUS, ROUTER, TILL = 1, 2, 3, 4
HANGS = {VPN: {RADIUS, ROUTER}, RADIUS: {ROUTER}}


def planned(number: int = 1, when: Stretch = TONIGHT, kind: Type = Type.NORMAL, **values: object) -> Planned:
    return Planned(number, kind, values.pop("step", Step.PLAN), when, **values)  # type: ignore[arg-type]


def found(
    change: Planned, *others: Planned, windows: tuple[Window, ...] = (), **more: object
) -> list[Collision]:
    return collisions(change, Surroundings(others, windows, HANGS, **more), HOME, NOW)  # type: ignore[arg-type]


def kinds(change: Planned, *others: Planned, windows: tuple[Window, ...] = ()) -> list[str]:
    return [one.kind for one in found(change, *others, windows=windows)]


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ({VPN}, {VPN}, ["item"]),
        ({VPN}, {ROUTER}, ["dependency"]),
        ({ROUTER}, {VPN}, ["dependency"]),
        ({VPN}, {TILL}, []),
        ({VPN, TILL}, {TILL, ROUTER}, ["item"]),
        (set(), set(), []),
    ],
)
def test_items(mine: set[int], theirs: set[int], expected: list[str]) -> None:
    assert kinds(planned(1, items=frozenset(mine)), planned(2, items=frozenset(theirs))) == expected


def test_only_what_is_at_the_same_time_and_only_the_others() -> None:
    change = planned(1, items=frozenset({VPN}), implementer_id=7)
    after = Stretch(TONIGHT.end, TONIGHT.end + timedelta(hours=1))
    assert kinds(change, change, planned(2, after, items=frozenset({VPN}), implementer_id=7)) == []


def test_one_person_does_one_thing_at_a_time() -> None:
    other = planned(2, during("2026-11-25T21:00", "2026-11-25T23:00"), implementer_id=7)
    (hit,) = found(planned(1, implementer_id=7), other)
    assert (hit.kind, hit.change_id, hit.when) == (
        CollisionKind.IMPLEMENTER,
        2,
        during("2026-11-25T21:00", "2026-11-25T22:00"),
    )
    assert kinds(planned(1), planned(2)) == [], "nobody is not the same person as nobody"


@given(
    st.frozensets(st.sampled_from([VPN, RADIUS, ROUTER, TILL])),
    st.frozensets(st.sampled_from([VPN, RADIUS, ROUTER, TILL])),
    stretches,
    stretches,
    st.sampled_from([None, 7, 8]),
    st.sampled_from([None, 7, 8]),
)
def test_two_changes_collide_from_both_sides_or_from_none(
    mine: frozenset[int], theirs: frozenset[int], a: Stretch, b: Stretch, one: int | None, other: int | None
) -> None:
    first = planned(1, a, items=mine, implementer_id=one, step=Step.IMPLEMENT)
    second = planned(2, b, items=theirs, implementer_id=other, step=Step.IMPLEMENT)
    between = [
        {(hit.kind, hit.when) for hit in found(me, them) if hit.change_id is not None}
        for me, them in ((first, second), (second, first))
    ]
    assert between[0] == between[1]


@pytest.mark.parametrize(
    ("item", "touched", "hit"),
    [
        (None, set(), (None, None)),
        (VPN, {VPN}, (VPN, None)),
        (VPN, {ROUTER}, (ROUTER, VPN)),
        (ROUTER, {VPN}, None),
        (TILL, {VPN}, None),
    ],
)
def test_a_blackout_concerns_what_it_is_for_and_what_that_hangs_on(
    item: int | None, touched: set[int], hit: tuple[int | None, int | None] | None
) -> None:
    freeze = window("2026-11-25T00:00", "2026-11-26T00:00", item_id=item)
    said = [
        (one.item_id, one.other_item_id)
        for one in found(planned(items=frozenset(touched)), windows=(freeze,))
    ]
    assert said == ([] if hit is None else [hit])


def test_a_long_change_meets_a_nightly_blackout_once() -> None:
    nightly = window("2026-11-01T21:00", "2026-11-01T23:00", "FREQ=DAILY")
    week = during("2026-11-23T12:00", "2026-11-30T12:00")
    (hit,) = found(planned(when=week), windows=(nightly,))
    assert hit.when == during("2026-11-23T21:00", "2026-11-23T23:00")


def test_outside_maintenance() -> None:
    sunday = window("2026-11-01T02:00", "2026-11-01T06:00", "FREQ=WEEKLY", "maintenance", item_id=VPN)
    inside, half = (
        during("2026-11-29T02:00", "2026-11-29T06:00"),
        during("2026-11-29T05:00", "2026-11-29T07:00"),
    )
    vpn = frozenset({VPN})
    assert kinds(planned(when=inside, items=vpn), windows=(sunday,)) == []
    assert kinds(planned(when=half, items=vpn), windows=(sunday,)) == ["outside"]
    assert kinds(planned(when=half, items=frozenset({TILL})), windows=(sunday,)) == [], (
        "it has none of its own"
    )


def test_maintenance_for_all_counts_where_an_item_has_none_of_its_own() -> None:
    night = window("2026-11-25T20:00", "2026-11-25T23:00", "", "maintenance")
    own = Window(
        2, WindowKind.MAINTENANCE, "own", during("2026-11-26T20:00", "2026-11-26T23:00"), item_id=VPN
    )
    assert kinds(planned(items=frozenset({TILL})), windows=(night, own)) == []
    (hit,) = found(planned(items=frozenset({VPN, TILL})), windows=(night, own))
    assert (hit.kind, hit.window_id, hit.item_id) == (CollisionKind.OUTSIDE, 2, VPN)


@pytest.mark.parametrize(
    ("start", "rule", "expected"),
    [
        ("2026-11-20", "", []),
        ("2026-12-20", "", ["outside"]),
        ("2026-11-01", "FREQ=WEEKLY", ["outside"]),
        ("2026-12-06", "FREQ=WEEKLY", []),
        ("2026-11-01", "FREQ=WEEKLY;COUNT=2", []),
        ("2026-11-01", "FREQ=WEEKLY;UNTIL=20261201", ["outside"]),
    ],
    ids=["over", "announced", "comes back", "not yet", "ended", "ends later"],
)
def test_maintenance_that_holds_a_change_back(start: str, rule: str, expected: list[str]) -> None:
    room = window(f"{start}T02:00", f"{start}T06:00", rule, "maintenance")
    assert kinds(planned(), windows=(room,)) == expected


@pytest.mark.parametrize("step", list(Step))
def test_a_time_that_is_over_counts_until_the_work_began(step: Step) -> None:
    over = during("2026-11-20T08:00", "2026-11-20T09:00")
    assert kinds(planned(when=over, step=step)) == (["past"] if step in BEFORE_IMPLEMENT else [])
    assert collisions(planned(when=over), Surroundings(), HOME, None) == []


def test_a_time_that_ends_before_it_begins_is_the_only_thing_told() -> None:
    backwards = Stretch(TONIGHT.end, TONIGHT.start)
    freeze = window("2026-11-01T00:00", "2026-12-01T00:00")
    assert kinds(
        planned(when=backwards, implementer_id=7), planned(2, implementer_id=7), windows=(freeze,)
    ) == ["empty"]


# -- what it means -----------------------------------------------------------------------------------------------------


def test_every_collision_means_something_for_every_type() -> None:
    assert set(MEANING) == set(Type)
    assert all(set(row) == set(CollisionKind) for row in MEANING.values())


@pytest.mark.parametrize(
    ("kind", "blackout", "item"),
    [
        (Type.NORMAL, Weight.REASON, Weight.REASON),
        (Type.STANDARD, Weight.BLOCKS, Weight.REASON),
        (Type.EMERGENCY, Weight.TOLD, Weight.TOLD),
    ],
)
def test_the_table_of_types(kind: Type, blackout: Weight, item: Weight) -> None:
    freeze = window("2026-11-01T00:00", "2026-12-01T00:00")
    vpn = frozenset({VPN})
    hits = found(planned(kind=kind, items=vpn), planned(2, items=vpn), windows=(freeze,))
    assert [(hit.kind, hit.weight) for hit in hits] == [("blackout", blackout), ("item", item)]


@given(st.sampled_from(Type), st.sampled_from(CollisionKind), st.booleans(), st.booleans())
def test_a_reason_answers_for_what_was_known(kind: Type, hit: CollisionKind, new: bool, reason: bool) -> None:
    weight = MEANING[kind][hit]
    change = planned(kind=kind, reason="It cannot wait." if reason else "  ")
    asked = needs_answer(Collision(hit, weight, TONIGHT, new=new), change)
    assert asked == (weight is Weight.BLOCKS or (weight is Weight.REASON and (new or not reason)))


def test_what_was_planned_later_is_new_to_whoever_chose_the_time_before() -> None:
    vpn = frozenset({VPN})
    first = planned(1, items=vpn, planned=10, answered=10)
    second = planned(2, items=vpn, planned=11, answered=11)
    assert [hit.new for hit in found(first, second)] == [True]
    assert [hit.new for hit in found(second, first)] == [False]
    freeze = window("2026-11-01T00:00", "2026-12-01T00:00")
    assert [hit.new for hit in found(first, windows=(freeze,), planned={1: 12})] == [True]
    assert [hit.new for hit in found(first, windows=(freeze,), planned={1: 9})] == [False]


def test_another_implementer_of_its_own_is_looked_at_again() -> None:
    other = planned(2, implementer_id=7, planned=5, answered=5)
    assert [hit.new for hit in found(planned(1, implementer_id=7, planned=12, answered=10), other)] == [True]
    assert [hit.new for hit in found(planned(1, implementer_id=7, planned=12, answered=12), other)] == [False]
    assert [hit.new for hit in found(planned(1, implementer_id=7), other)] == [False], (
        "nobody ever chose its time"
    )
