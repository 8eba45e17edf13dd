"""The component for spaCy: tokens lose nothing, numbers fall on their borders, what is stored comes back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

spacy = pytest.importorskip("spacy", reason="spaCy is not installed: it comes with the extras spacy and test")

from spacy import displacy  # noqa: E402  # only where there is spaCy
from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc, DocBin  # noqa: E402

from extractors.numbers.number import Role  # noqa: E402
from extractors.spacy_component import SECTIONS, TOKENIZER, blank, colours  # noqa: E402
from extractors.spacy_tokenizer import words_and_spaces  # noqa: E402

TOP = Path(__file__).parents[1]
SHARED = TOP.parent / "shared" / "reports"
REPORTS = [*sorted((TOP / "corpus" / "reports").glob("*.txt")), *sorted(SHARED.glob("*.txt"))]
UNREAD = sorted((TOP / "corpus" / "evaluate" / "reports").glob("*.txt"))
LINES = [line for path in REPORTS for line in path.read_text("utf-8").split("\n")]
SENTENCE = "Tiếp nhận 2.458 hồ sơ, trong đó trực tiếp 388 hồ sơ, trực tuyến 2.070 hồ sơ."


def with_component(nlp: Language) -> Language:
    nlp.add_pipe("soat")
    return nlp


@pytest.fixture(scope="module")
def nlp() -> Language:
    return with_component(blank())


@cache
def read_doc(path: Path) -> Doc:
    return with_component(blank())(path.read_text("utf-8"))


def of_file(path: Path) -> Any:
    return pytest.param(path, id=path.name)


# -- tokens ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("thu 1.318,42 ha", ["thu", "1.318,42", "ha"]),
        ("gồm 1 719 hồ sơ", ["gồm", "1 719", "hồ", "sơ"]),
        ("(95%; 3,5‰)", ["(", "95", "%", ";", "3,5", "‰", ")"]),
        ("Kế hoạch số 263-KH/HU.", ["Kế", "hoạch", "số", "263-KH/HU", "."]),
        ("61/2018/NĐ-CP, 42/2013/QH13", ["61/2018/NĐ-CP", ",", "42/2013/QH13"]),
        ("ngày 05/11/2024, tháng 9/2024", ["ngày", "05/11/2024", ",", "tháng", "9/2024"]),
        ("2021-2025", ["2021-2025"]),
        ("từ 10-12%", ["từ", "10", "-", "12", "%"]),
        ("đạt 37/42 (93,2%)", ["đạt", "37/42", "(", "93,2", "%", ")"]),
        ("42 lớp/1.186 học sinh", ["42", "lớp", "/", "1.186", "học", "sinh"]),
        ("40m2, 85 người/km2", ["40", "m2", ",", "85", "người", "/", "km2"]),
        ("2.4.1. Đề án A3", ["2.4.1", ".", "Đề", "án", "A", "3"]),
        ("lúc 7h30…", ["lúc", "7h30", "…"]),
        ("a  b\n\nc", ["a", " ", "b", "\n\n", "c"]),
        (" a", [" ", "a"]),
        ("", []),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert [token.text for token in blank()(text)] == words


VOCAB = blank().vocab
ANY = st.text(st.characters(exclude_categories=["Cs"]))


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"])), st.text("0123456789.,/-–: \n\tmhAĐạ\u0323*_%²", max_size=40)
    )
)
def test_tokens_lose_nothing(text: str) -> None:
    words, spaces = words_and_spaces(text)
    assert "" not in words
    assert "".join(word + " " * space for word, space in zip(words, spaces, strict=True)) == text
    assert Doc(VOCAB, words=words, spaces=spaces).text == text


@pytest.mark.parametrize("path", [of_file(path) for path in [*REPORTS, *UNREAD]])
def test_letters_of_a_report_stay_in_their_word(path: Path) -> None:
    text = path.read_text("utf-8")
    doc = blank()(text)
    assert doc.text == text
    torn = [token.text for token in doc[1:] if token.text[0].isalpha() and text[token.idx - 1].isalpha()]
    assert torn == []


# -- numbers ---------------------------------------------------------------------------------------------------


def check_numbers(doc: Doc) -> int:
    """Every number of the facts is a span that is printed so; only papers go on with their symbol."""
    facts, document = doc._.soat, doc._.soat_document
    spans = doc.spans["soat"]
    assert [span.id_ for span in spans] == [f"n{i}" for i in range(1, len(facts.numbers) + 1)]
    assert [span.label_ for span in spans] == [number.role for number in facts.numbers]
    for span, number in zip(spans, facts.numbers, strict=True):
        printed = document.quote(number.span)
        said = unicodedata.normalize("NFC", span.text)
        whole = said == printed or " ".join(said.split()) == " ".join(printed.split())
        assert whole or (number.role == "citation" and said.startswith(printed) and len(span) == 1), (said, printed)
        expected = number.value if number.role == "measure" else None
        assert span._.value == expected
    return len(spans)


@pytest.mark.parametrize("path", [of_file(path) for path in REPORTS])
def test_numbers_of_a_report_fall_on_the_borders_of_its_tokens(path: Path) -> None:
    doc = read_doc(path)
    assert doc.text == path.read_text("utf-8")
    assert [token.text for token in doc] == words_and_spaces(doc.text)[0], "a token was split"
    assert check_numbers(doc) > 10


@pytest.mark.parametrize("path", [of_file(path) for path in REPORTS])
def test_a_number_printed_without_a_gap_is_one_token(path: Path) -> None:
    doc = read_doc(path)
    solid = [span for span in doc.spans["soat"] if span.label_ == "measure" and not any(c.isspace() for c in span.text)]
    assert solid
    assert [span.text for span in solid if len(span) > 1] == []


@pytest.mark.parametrize("path", [of_file(path) for path in UNREAD])
def test_numbers_of_unread_reports_have_their_spans(path: Path, nlp: Language) -> None:
    assert check_numbers(nlp(path.read_text("utf-8"))) > 10


@pytest.mark.parametrize("lang", ["xx", "vi", "en"])
def test_tokens_of_others_are_split_at_numbers(lang: str) -> None:
    config = {"nlp": {"tokenizer": {"use_pyvi": False}}} if lang == "vi" else {}
    nlp = with_component(spacy.blank(lang, config=config))
    text = "(tăng 12,5%;giảm 3-4%), thu 1.318,42ha; ngày 05/11/2024; Kế hoạch số:263-KH/HU."
    doc = nlp(text)
    assert doc.text == text
    assert check_numbers(doc) == 6
    assert [str(span._.value) for span in list(doc.spans["soat"])[:4]] == ["12.5", "3", "4", "1318.42"]


def test_annotated_tokens_are_not_split() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("sentencizer")
    with_component(nlp)
    assert check_numbers(nlp("Thu 1.318,42 ha.")) == 1
    with pytest.raises(ValueError, match="add soat first"):
        nlp("Tăng 12,5%;giảm 3 hộ.")
    ours = blank()
    ours.add_pipe("sentencizer")
    doc = with_component(ours)("Thu 1.318,42ha. Chi 3-4% của năm.")
    assert check_numbers(doc) == 3
    assert len(list(doc.sents)) == 2


PIECES = st.builds(
    lambda line, start, length: line[start : start + length],
    st.sampled_from(LINES), st.integers(0, 80), st.integers(1, 200),
)  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.lists(PIECES, min_size=1, max_size=8), st.sampled_from(["\n", "\n\n", " ", "\t", "\r\n"]))
def test_torn_and_mixed_lines_have_their_spans_too(pieces: list[str], joint: str) -> None:
    nlp = with_component(blank())
    for text in (joint.join(pieces), unicodedata.normalize("NFD", joint.join(pieces))):
        doc = nlp(text)
        assert doc.text == text
        check_numbers(doc)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Không có số nào.", "\ufeffCó 5 hộ.\r\nHết."])
def test_texts_of_hardly_anything(text: str, nlp: Language) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert check_numbers(doc) == text.count("5")
    assert doc._.relations == []


# -- what is known of them -------------------------------------------------------------------------------------


def test_what_is_known_of_a_number(nlp: Language) -> None:
    doc = nlp("Năm 2025, phấn đấu giải quyết trên 95% hồ sơ; đạt 11/19 tiêu chí theo Kế hoạch số 263-KH/HU.")
    year, share, pair, paper = doc.spans["soat"]
    assert (year._.role, year._.value, year._.unit, year._.metric, year._.target) == ("period", None, None, None, None)
    assert (share.text, share._.value, share._.unit, share._.qualifier) == ("95", Decimal(95), "%", ">=")
    assert (pair.text, pair._.value, pair._.of, pair._.unit) == ("11/19", Decimal(11), Decimal(19), "tiêu chí")
    assert (paper.text, paper.label_, paper._.role) == ("263-KH/HU", "citation", "citation")
    assert doc[0:1]._.value is None
    assert doc[0:1]._.role is None


def test_metric_and_target(nlp: Language) -> None:
    doc = nlp("I. KẾT QUẢ\nThu ngân sách 5 tỷ đồng.\nII. PHƯƠNG HƯỚNG NĂM 2025\nThu ngân sách 6 tỷ đồng.")
    done, planned = (span for span in doc.spans["soat"] if span.label_ == "measure")
    measures = doc._.soat.measures
    assert [done._.metric, planned._.metric] == [m.metric for m in measures.values()]
    assert (done._.target, planned._.target) == (False, True)
    assert [(s.text.split(maxsplit=1)[0], s.label_, s.id_) for s in doc.spans[SECTIONS]] == [
        ("I.", "result", "s1"),
        ("II.", "plan", "s2"),
    ]


@pytest.mark.parametrize(("total", "verdict"), [("2.458", "holds"), ("2.958", "fails")])
def test_relations(total: str, verdict: str, nlp: Language) -> None:
    doc = nlp(SENTENCE.replace("2.458", total))
    [link] = doc._.relations
    assert (link.kind, link.verdict) == ("sum", verdict)
    assert link.total == doc.spans["soat"][0]
    assert [part.text for part in link.parts] == ["388", "2.070"]
    assert {span.label_ for span in (link.total, *link.parts)} == {"measure"}
    kind, whole, parts, said = link
    assert (kind, whole.text, len(parts), said) == ("sum", total, 2, verdict)


def test_the_parts_of_a_sum_are_those_of_the_facts() -> None:
    doc = read_doc(REPORTS[0])
    spans, sums = doc.spans["soat"], [r for r in doc._.soat.relations if r.kind == "sum"]
    links = [link for link in doc._.relations if link.kind == "sum"]
    assert sums
    assert [[p.start for p in link.parts] for link in links] == [[spans[p].start for p in r.parts] for r in sums]
    assert len(doc._.relations) == len(doc._.soat.relations)


# -- stored and read again -------------------------------------------------------------------------------------


def seen(doc: Doc) -> dict[str, Any]:
    names = ("value", "of", "unit", "metric", "role", "qualifier", "target")
    return {
        "groups": {
            key: [(s.start, s.end, s.label_, s.id_, *(s._.get(n) for n in names)) for s in group]
            for key, group in doc.spans.items()
        },
        "relations": [
            (k, total and (total.start, total.end), [(p.start, p.end, p.label_) for p in parts], verdict)
            for k, total, parts, verdict in doc._.relations
        ],
    }


@pytest.mark.parametrize("path", [of_file(path) for path in REPORTS[:6]])
def test_a_doc_comes_back_from_a_docbin(path: Path) -> None:
    doc = read_doc(path)
    assert doc._.soat.numbers
    stored = DocBin(docs=[doc], store_user_data=True).to_bytes()
    [again] = DocBin().from_bytes(stored).get_docs(blank().vocab)
    assert again.text == doc.text
    assert seen(again) == seen(doc)
    assert seen(Doc(blank().vocab).from_bytes(doc.to_bytes())) == seen(doc)
    assert again._.soat == doc._.soat


def test_only_plain_values_are_kept(nlp: Language) -> None:
    doc = nlp(SENTENCE)
    assert doc._.soat.numbers  # asked for, and still not kept
    kept = list(doc.user_data.values())
    kinds = set()
    while kept:
        value = kept.pop()
        kinds.add(type(value))
        kept += value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    assert kinds <= {dict, list, str, int, bool, type(None)}


def test_values_follow_their_numbers_into_other_docs(nlp: Language) -> None:
    doc = nlp("Có 12 hộ nghèo. " + SENTENCE)
    part = doc[5:].as_doc(copy_user_data=True)
    first = part.char_span(part.text.index("2.458"), part.text.index("2.458") + 5)
    assert first._.value == 2458
    with pytest.warns(UserWarning, match="W101"):
        both = Doc.from_docs([nlp("Có 12 hộ nghèo."), nlp("Có 7 hộ cận nghèo.")])
    assert [(span.text, span._.value, span._.unit) for span in both.spans["soat"]] == [
        ("12", Decimal(12), "hộ nghèo"), ("7", Decimal(7), "hộ cận nghèo"),
    ]  # fmt: skip


PROGRAM = """
import sys
import spacy
nlp = spacy.load(sys.argv[1])
doc = nlp(sys.argv[2])
sys.stdout.write(" ".join(f"{span.text}={span._.value}" for span in doc.spans["soat"]))
"""


def test_a_pipeline_is_loaded_without_our_import(tmp_path: Path, nlp: Language) -> None:
    """By the entry points alone, for the factory and for the tokenizer."""
    nlp.to_disk(tmp_path / "model")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, tmp_path / "model", SENTENCE], capture_output=True, check=True, cwd=tmp_path
    )
    assert done.stdout.decode() == "2.458=2458 388=388 2.070=2070"
    assert [token.text for token in spacy.blank("vi", config=TOKENIZER)("263-KH/HU")] == ["263-KH/HU"]


def test_the_snippet_of_the_readme_runs() -> None:
    readme = (TOP / "README.md").read_text("utf-8")
    [snippet] = re.findall(r"^```python\n(.*?)^```$", readme, flags=re.MULTILINE | re.DOTALL)
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", snippet], cwd=TOP, env=env, capture_output=True, check=True)
    shown = done.stdout.decode().splitlines()
    assert shown[0].startswith("2.458 measure 2458 hồ sơ ")
    assert shown[-1] == "sum 2.458 (388, 2.070) holds"


def test_soat_itself_does_without_spacy() -> None:
    program = "import sys, extractors, extractors.read, pipeline.cli; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=TOP, check=False).returncode == 0
    users = [
        path.name
        for top in ("extractors", "pipeline", "corpus")
        for path in (TOP / top).rglob("*.py")
        if "import spacy" in (text := path.read_text("utf-8")) or "from spacy" in text or "spacy_component" in text
    ]
    assert sorted(users) == ["spacy_component.py", "spacy_tokenizer.py"]


# -- shown -----------------------------------------------------------------------------------------------------


def test_displacy_shows_each_role_in_its_colour(nlp: Language) -> None:
    doc = nlp("I. KẾT QUẢ NĂM 2024\n" + SENTENCE)
    shown = displacy.render(doc, style="span", options=colours(), jupyter=False)
    palette = colours()["colors"]
    assert set(get_args(Role)) <= set(palette)
    for label in {span.label_ for span in doc.spans["soat"]}:
        assert palette[label] in shown
    assert "measure" in shown
    headings = displacy.render(doc, style="span", options=colours(SECTIONS), jupyter=False)
    assert doc.spans[SECTIONS][0].label_ in headings


def test_an_extension_of_somebody_else_is_not_taken_over() -> None:
    program = (
        "from spacy.tokens import Span\nSpan.set_extension('unit', default=None)\n"
        "try:\n    import extractors.spacy_component\n"
        "except ValueError as error:\n    raise SystemExit('unit' not in str(error))\n"
        "raise SystemExit(2)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=TOP, check=False).returncode == 0
    again = "import importlib, extractors.spacy_component as one; importlib.reload(one)"
    assert subprocess.run([sys.executable, "-c", again], cwd=TOP, check=False).returncode == 0
