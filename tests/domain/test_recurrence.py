"""What makes incidents alike: words, numbers apart, spelling, items; and groups of them, always the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otui.domain.noticing import Noticing
from otui.domain.recurrence import (
    Incident,
    alike,
    clusters,
    like,
    pattern_name,
    same_pattern,
    stems_of,
)
from otui.domain.subject_words import Rarity, words_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WEEK = NOW - timedelta(days=7)
LIKENESS = Noticing().likeness

GROUPS: dict[str, tuple[str, ...]] = {
    "vpn": (
        "VPN down, whole site Breda",
        "[EXT] RE: VPN not working in Breda",
        "VPN doet het niet in Breda",
        "Breda: no VPN since this morning",
    ),
    "printer": ("Printer hal 3 stuk", "printers in hal 3 werken niet", "Printer hal 3 kapot"),
    "password": ("Wachtwoord verlopen", "Wachtwoord is verlopen", "wachtwoord verlopen!"),
    "disk": ("Disk space SRV-VDH-APP02 below 10 GB", "Disk space SRV-KOR-DB01 below 5 GB"),
    "xray": ("Röntgenfoto's komen niet binnen", "Rontgenfoto komt niet binnen"),
    "export": ("Salarisexport stopt bij 99 %", "Salarisexport stopt"),
    "till": ("Till does not open",),
    "starter": ("New starter 1 December",),
    "headset": ("Headset gives an echo",),
    "license": ("Licentie verlopen van AutoTek",),
    "mail": ("Outlook blijft hangen bij verzenden",),
    "mailbox": ("Postvak vol",),
    "boiler": ("Ketelhuis meldt hoge druk",),
}
"""Subjects by what they are truly about, labelled by hand; a group of one is like nothing else here."""


def incidents(subjects: Sequence[str], step: timedelta = timedelta(minutes=7)) -> list[Incident]:
    return [Incident(place + 1, subject, NOW - step * place) for place, subject in enumerate(subjects)]


def test_precision_and_recall_on_the_set_that_was_labelled_by_hand():
    labelled = [(name, subject) for name, subjects in GROUPS.items() for subject in subjects]
    rarity = Rarity(words_of(subject) for _name, subject in labelled)
    right = wrong = missed = 0
    for (one, a), (other, b) in combinations(labelled, 2):
        found = alike(words_of(a), words_of(b), rarity, None, None) >= LIKENESS
        right += found and one == other
        wrong += found and one != other
        missed += not found and one == other
    assert wrong == 0
    assert right / (right + missed) >= 0.85


def test_groups_of_the_labelled_set_are_its_own():
    labelled = [(name, subject) for name, subjects in GROUPS.items() for subject in subjects]
    found = clusters(incidents([subject for _name, subject in labelled]), LIKENESS, WEEK, NOW)
    names = [{labelled[one - 1][0] for one in group.ids} for group in found]
    assert all(len(name) == 1 for name in names)
    assert {"vpn", "printer", "password", "disk", "xray", "export"} == {min(name) for name in names}
    assert found[0].label == "VPN Breda"
    assert found[0].count == 4


@pytest.mark.parametrize(
    ("subject", "stems", "ids"),
    [
        ("[EXT] RE: FW: VPN is down", {"vpn"}, set()),
        ("Symptom 72 op kamer 3", {"symptom", "kamer"}, {"symptom 72", "kamer 3"}),
        ("DOWN: SRV-GOW-HV02 ping 100% loss", {"ping", "loss"}, {"srv-gow-hv02", "ping 100"}),
        ("Ik kan er niet in", set(), set()),
        ("VPN-verbinding verbroken", {"vpn", "verbinding", "verbrok"}, set()),
    ],
)
def test_words_of_a_subject(subject, stems, ids):
    words = words_of(subject)
    assert words.stems == stems
    assert words.ids == ids


def test_the_same_item_brings_two_nearer_and_another_puts_them_apart():
    rarity = Rarity(())
    one, other = words_of("Scherm blijft zwart"), words_of("Scherm zwart na update")
    plain = alike(one, other, rarity, None, None)
    assert alike(one, other, rarity, 7, 7) > plain > alike(one, other, rarity, 7, 8)
    assert alike(one, other, rarity, 7, None) == plain


def test_having_no_word_in_common_is_no_likeness_whatever_the_spelling():
    assert alike(words_of("printer"), words_of("sprinter"), Rarity(()), None, None) == 0


def test_a_rare_word_says_more_than_a_common_one():
    many = [words_of(f"mail {letter * 5}") for letter in "abcdefghijkl"]
    rarity = Rarity([*many, words_of("fileserver traag")])
    common = alike(words_of("mail kalender"), words_of("mail archief"), rarity, None, None)
    rare = alike(words_of("fileserver kalender"), words_of("fileserver archief"), rarity, None, None)
    assert rare > common


def test_no_chain_of_neighbours_makes_one_group():
    subjects = [
        "printer toner leeg",
        "toner leeg kopieerapparaat",
        "kopieerapparaat papier scheef",
        "papier scheef kassa",
    ]
    for group in clusters(incidents(subjects), LIKENESS, WEEK, NOW):
        assert group.count <= 2


def test_a_group_tells_its_days_and_where_it_goes():
    at = [NOW - timedelta(days=6), *(NOW - timedelta(hours=hours) for hours in (30, 5, 4, 3))]
    found = clusters(
        [Incident(n, "Wifi valt weg", when) for n, when in enumerate(at, 1)], LIKENESS, WEEK, NOW
    )
    (group,) = found
    assert group.days == (0, 1, 0, 0, 0, 1, 3)
    assert group.trend == "rising"
    assert (group.first_at, group.last_at) == (at[0], at[-1])
    assert group.ids == (5, 4, 3, 2, 1)


def test_a_subject_without_a_telling_word_is_in_no_group():
    assert clusters(incidents(["Help!", "Help!", "vraag", "Urgent"]), LIKENESS, WEEK, NOW) == []


def test_like_leaves_the_one_itself_out():
    found = incidents(["Wifi weg", "Wifi valt weg", "Kassa stuk"])
    assert [one.id for one in like(found[0], found, LIKENESS)] == [2]


WORDS = ("printer", "vpn", "mail", "kassa", "breda", "hal", "leeg", "traag", "zwart", "toner", "SRV-01", "3")
subjects = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(subjects, st.sampled_from((None, 1, 2))), max_size=25), st.randoms())
def test_groups_are_the_same_in_whatever_order_they_come(told, random):
    found = [
        Incident(place + 1, subject, NOW - timedelta(minutes=place), item)
        for place, (subject, item) in enumerate(told)
    ]
    groups = clusters(found, LIKENESS, WEEK, NOW)
    mixed = list(found)
    random.shuffle(mixed)
    assert clusters(mixed, LIKENESS, WEEK, NOW) == groups
    ids = [one for group in groups for one in group.ids]
    assert len(ids) == len(set(ids))
    assert all(group.count >= 2 and sum(group.days) == group.count for group in groups)


@settings(max_examples=100, deadline=None)
@given(subjects, subjects, st.sampled_from((None, 1, 2)), st.sampled_from((None, 1, 2)))
def test_likeness_is_mutual_and_within_bounds(one, other, a, b):
    rarity = Rarity(map(words_of, (one, other)))
    score = alike(words_of(one), words_of(other), rarity, a, b)
    assert 0 <= score <= 100
    assert score == pytest.approx(alike(words_of(other), words_of(one), rarity, b, a))
    if not words_of(one).empty:
        assert alike(words_of(one), words_of(one), rarity, a, a) == 100


def test_a_pattern_is_known_again_by_most_of_its_words():
    vpn = frozenset({"vpn", "breda"})
    assert stems_of(pattern_name(frozenset({"kamer 3", "vpn"}))) == {"kamer 3", "vpn"}
    assert same_pattern(vpn, frozenset({"vpn", "breda", "thuis"}))
    assert not same_pattern(vpn, frozenset({"vpn"}))
    assert not same_pattern(frozenset(), frozenset())
