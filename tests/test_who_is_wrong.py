"""One wrong number: every relation it breaks is told in one finding, which names it, or all that it may be."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.facts import Facts
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.checks.components import position
from pipeline.checks.defects import Defect, read_defects
from pipeline.checks.equations import equations, value_at
from pipeline.checks.finding import Finding

REPORTS = Path(__file__).parents[1] / "corpus" / "reports"
PARTS = st.lists(st.integers(min_value=11, max_value=9_999), min_size=2, max_size=4)


def analysed(text: str) -> Analysis:
    return analyse_bytes(text.encode(), "bao-cao.txt")


def loud(text: str) -> list[Finding]:
    return [finding for finding in analysed(text).findings if finding.severity != "info"]


def printed(value: int) -> str:
    return f"{value:,}".replace(",", ".") if value > 9 else f"0{value}"


def share(part: int, whole: int) -> str:
    return f"{Decimal(part * 100) / whole:.1f}".replace(".", ",")


def only(text: str) -> Finding:
    found = loud(text)
    assert len(found) == 1, [one.message for one in found]
    return found[0]


def first_text(text: str, finding: Finding) -> str:
    return analysed(text).document.quote(finding.evidence[0].span)


# -- sentences: each wrong one is one edit from the clean one that is understood -----------------------------------

TWO_LEVELS = (
    "Đã giải quyết 52.712 hồ sơ, trong đó:\n"
    "- Đúng hạn 45.035 hồ sơ (cấp tỉnh 5.107 hồ sơ, cấp huyện 16.140 hồ sơ, cấp xã 23.788 hồ sơ);\n"
    "- Quá hạn 7.677 hồ sơ.\n"
)
WITH_SHARES = (
    "Toàn xã có 2.480 hộ, trong đó: hộ nghèo 124 hộ (chiếm 5,0%), hộ cận nghèo 186 hộ (chiếm 7,5%), "
    "hộ chính sách 1.302 hộ (chiếm 52,5%), hộ khác 868 hộ (chiếm 35,0%).\n"
)
TABLE = (
    "Thôn\tHộ nghèo\tHộ cận nghèo\tCộng\n"
    "Thôn Đông\t48\t67\t115\n"
    "Thôn Đoài\t52\t39\t91\n"
    "Thôn Trung\t31\t74\t105\n"
    "Tổng cộng\t131\t180\t311\n"
)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (TWO_LEVELS, "45.035", "45.033"),
        (WITH_SHARES, "186", "168"),
        (WITH_SHARES, "1.302", "1.032"),
        (WITH_SHARES, "124", "142"),
        (TABLE, "\t67\t", "\t76\t"),
        (TABLE, "\t39\t", "\t93\t"),
        (TABLE, "\t115\n", "\t151\n"),
        (TABLE, "131\t", "113\t"),
    ],
)
def test_what_breaks_two_relations_is_named_and_told_once(text: str, right: str, wrong: str) -> None:
    assert loud(text) == []
    assert sum(r.verdict == "holds" for r in analysed(text).facts.relations if r.kind in ("sum", "percent")) >= 2
    broken = text.replace(right, wrong, 1)
    finding = only(broken)
    assert finding.suggestion is not None
    assert f"Có thể số đúng là {right.strip()} thay cho {wrong.strip()}." in finding.suggestion
    assert first_text(broken, finding) == wrong.strip()
    assert "Cùng chỗ sai này" in finding.message


def test_ties_are_all_shown() -> None:
    clean = "Hội tổ chức 75 buổi tuyên truyền, gồm: 41 buổi trực tiếp và 34 buổi trực tuyến.\n"
    assert loud(clean) == []
    finding = only(clean.replace("34", "36"))
    assert finding.suggestion is not None
    assert "77 thay cho 75, hoặc" in finding.suggestion
    assert "34 thay cho 36" in finding.suggestion
    assert "39 thay cho 41" not in finding.suggestion  # two digits apart


def test_a_share_that_is_wrong_itself_is_named_before_its_counts() -> None:
    clean = "Đã giải quyết 412 hồ sơ trên tổng số 645 hồ sơ, đạt 63,9%.\n"
    assert loud(clean) == []
    finding = only(clean.replace("63,9", "69,3"))
    assert finding.suggestion is not None
    assert "Có thể số đúng là 63,9 thay cho 69,3" in finding.suggestion


def test_a_lost_comma_is_seen() -> None:
    clean = "Đã giải quyết 412 hồ sơ trên tổng số 645 hồ sơ, đạt 63,9%.\n"
    assert loud(clean) == []
    assert "63,9 thay cho 639" in (only(clean.replace("63,9", "639")).suggestion or "")


def test_no_number_is_named_where_no_slip_explains_the_gap() -> None:
    clean = "Hội tổ chức 75 buổi tuyên truyền, gồm: 41 buổi trực tiếp và 34 buổi trực tuyến.\n"
    finding = only(clean.replace("75", "128"))
    assert finding.suggestion is not None
    assert "thay cho" not in finding.suggestion


def test_a_subtotal_among_the_parts_is_no_part() -> None:
    text = (
        "Đã giải quyết 4.408 hồ sơ. Trong đó:\n"
        "- Cấp xã giải quyết 2.144 hồ sơ;\n"
        "- Cấp huyện giải quyết 1.978 hồ sơ;\n"
        "- Cấp xã và cấp huyện giải quyết 4.122 hồ sơ;\n"
        "- Cấp tỉnh giải quyết 286 hồ sơ.\n"
    )
    assert loud(text) == []
    assert [f.rule for f in loud(text.replace("286 hồ sơ", "268 hồ sơ"))] == ["sum"]


def test_equations_say_of_the_reports_that_we_write_what_their_readers_say() -> None:
    said: Counter[tuple[str, bool]] = Counter()
    for path in sorted(REPORTS.glob("*.txt")):
        facts = analyse_bytes(path.read_bytes(), path.name).facts
        for relation in facts.relations:
            made = equations(facts, replace(relation, verdict="fails"))
            if relation.verdict == "undecided" or relation.kind == "enumeration" or not made:
                continue
            values = {place: value_at(facts, place) for way in made for one in way for place in one.places}
            held = any(all(one.holds(values, {}) for one in way) for way in made)
            said[relation.verdict, held == (relation.verdict == "holds")] += 1
    assert said["fails", True] > 80
    assert said["fails", False] == 0
    assert said["holds", True] > 900
    assert said["holds", False] <= 0.01 * said["holds", True]


# -- properties ----------------------------------------------------------------------------------------------------


def slipped(parts: Sequence[int], chance: random.Random) -> tuple[str, int]:
    """A report in which one total has parts, shares and a second place, with one digit wrong, and where that stands."""
    total = sum(parts)
    items = [
        f"khu vực {name} {printed(p)} hộ, chiếm {share(p, total)}%" for name, p in zip("ABCD", parts, strict=False)
    ]
    text = f"Toàn xã có {printed(total)} hộ, gồm: {'; '.join(items)}.\nTổng số hộ của toàn xã là {printed(total)} hộ.\n"
    places = [at for at, char in enumerate(text) if char.isdigit()]
    at = chance.choice(places)
    digit = chance.choice([d for d in "123456789" if d != text[at]])
    return text[:at] + digit + text[at + 1 :], at


def report(parts: Sequence[int], chance: random.Random) -> str:
    return slipped(parts, chance)[0]


def failing(facts: Facts) -> list[int]:
    return [index for index, relation in enumerate(facts.relations) if relation.verdict == "fails"]


def as_told(facts: Facts, defects: Sequence[Defect]) -> set[object]:
    return {
        (frozenset(facts.relations[i].reading for i in one.relations), tuple(r.changes for r in one.suspects))
        for one in defects
    }


def test_single_slips_of_such_reports_are_located_but_for_true_ties() -> None:
    chance, first, among = random.Random(5), [], []
    for _ in range(60):
        text, at = slipped([chance.randrange(101, 9_999) for _ in range(3)], chance)
        facts = analysed(text).facts
        for defect in read_defects(facts, failing(facts)):
            spans = [facts.numbers[position(r.changes[0][0])].span for r in defect.suspects]
            hits = [span.start <= at < span.end for span in spans]
            first += hits[:1]
            among += [any(hits)] if hits else []
    assert len(among) >= 35
    assert all(among)
    assert sum(first) >= 0.8 * len(first)


@settings(max_examples=40, deadline=None)
@given(PARTS, st.randoms(use_true_random=False))
def test_a_repair_mends_what_it_says_and_breaks_nothing_that_holds(parts: list[int], chance: random.Random) -> None:
    facts = analysed(report(parts, chance)).facts
    for defect in read_defects(facts, failing(facts)):
        for repair in defect.suspects:
            changed = dict(repair.changes)
            for index, relation in enumerate(facts.relations):
                made = equations(facts, relation)
                values = {place: value_at(facts, place) for way in made for one in way for place in one.places}
                if made and (relation.verdict == "holds" or index in repair.mends):
                    held = [all(one.holds(values, changed) for one in way) for way in made]
                    assert any(held), (relation.reading, changed)


@settings(max_examples=40, deadline=None)
@given(PARTS, st.randoms(use_true_random=False))
def test_the_order_of_relations_does_not_matter(parts: list[int], chance: random.Random) -> None:
    facts = analysed(report(parts, chance)).facts
    shuffled = list(facts.relations)
    chance.shuffle(shuffled)
    other = replace(facts, relations=tuple(shuffled))
    assert as_told(other, read_defects(other, failing(other))) == as_told(facts, read_defects(facts, failing(facts)))


@settings(max_examples=15, deadline=None)
@given(PARTS, st.randoms(use_true_random=False))
def test_the_same_report_gives_the_same_findings(parts: list[int], chance: random.Random) -> None:
    text = report(parts, chance)
    assert analysed(text).findings == analysed(text).findings


def test_each_failing_relation_is_in_one_defect() -> None:
    text = TABLE.replace("\t67\t", "\t76\t") + WITH_SHARES.replace("186", "168").replace("52,5%", "25,5%")
    facts = analysed(text).facts
    told = [i for defect in read_defects(facts, failing(facts)) for i in defect.relations]
    assert len(told) > 3
    assert sorted(told) == failing(facts)
