"""What fails almost everywhere is a remark; what fails here and there, while most holds, stays what it is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipeline.compare import clash as clashing
from pipeline.compare.clash import Clash
from pipeline.compare.figures import Figure
from pipeline.compare.papers import paper_of
from pipeline.compare.systematic import braked
from tests.across_reports import commune, read


def figure() -> Figure:
    paper = paper_of(*read(commune("Tiếp nhận 540 hồ sơ."))[0])
    assert paper is not None
    return next(one for one in paper.figures if one.metric == "dossiers.received")


FIGURE = figure()


def of(unit: int, number: int) -> Figure:
    return replace(FIGURE, path=f"{unit}.txt", number=f"n{number}")


def severities(clashes: list[tuple[int, int]], held: list[tuple[int, int]]) -> list[str]:
    told = tuple(Clash("year-ago", "error", "", "", (of(*one),)) for one in clashes)
    units = {f"{unit}.txt": f"xã {unit}" for unit in range(20)}
    tested = braked(clashing.Tested(told, tuple((of(*one),) for one in held)), units)
    return [clash.severity for clash in tested.clashes]


def test_what_fails_in_most_units_is_a_remark() -> None:
    assert severities([(1, 1), (2, 1), (3, 1)], [(4, 1), (5, 1)]) == ["info"] * 3
    assert severities([(1, 1), (2, 1)], []) == ["error"] * 2


def test_what_fails_in_three_units_of_many_that_hold_stays() -> None:
    assert severities([(1, 1), (2, 1), (3, 1)], [(unit, 1) for unit in range(4, 12)]) == ["error"] * 3


def test_what_fails_again_and_again_in_one_unit_is_a_remark_there_only() -> None:
    assert severities([(1, 1), (1, 2), (2, 1)], [(2, 2)]) == ["info", "info", "error"]
    # one wrong figure
    assert severities([(1, 1), (1, 1)], []) == ["error", "error"]
    # most of it holds
    assert severities([(1, 1), (1, 2)], [(1, 3), (1, 4)]) == ["error", "error"]


def test_what_has_no_name_is_no_matter_of_its_own() -> None:
    nameless = [replace(of(unit, 1), metric="", label="") for unit in range(3)]
    told = tuple(Clash("year-ago", "error", "", "", (one,)) for one in nameless)
    assert [clash.severity for clash in braked(clashing.Tested(told), {}).clashes] == ["error"] * 3


def test_one_wrong_figure_is_off_by_as_much_in_every_sum() -> None:
    """Sums of two, three and four quarters share their figures: other gaps in each are no slip in one of them."""

    def graded(*gaps: int) -> list[str]:
        told = tuple(
            Clash("period-sum", "error", "", str(gap), (of(1, at), of(1, 9)), expected=Decimal(gap), found=Decimal(0))
            for at, gap in enumerate(gaps)
        )
        return [clash.severity for clash in braked(clashing.Tested(told), {"1.txt": "xã 1"}).clashes]

    assert graded(107, 183, 78) == ["info"] * 3
    assert graded(90, 90, 90) == ["error"] * 3
