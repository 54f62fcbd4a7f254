"""Listed words hidden by leetspeak, by gaps or by repeated letters; and plain words that only look a little like it."""

from __future__ import annotations

import pytest

from sayso.core.policy.model import Clause, Lexicon, Policy, Rule, Source, Term
from sayso.core.post import Context, Post
from sayso.core.screening.engine import Engine

CLAUSE = Clause("c", "1", {"en": "One"}, {"en": "One."})


def engine(*terms: Term, excepting: tuple[str, ...] = ()) -> Engine:
    rule = Rule("r", "c", "warn", {"en": "{match}"}, find=(Source("lexicon", ("words",)),))
    lexicon = Lexicon("words", terms, excepting=excepting)
    return Engine(Policy("1", ("en",), (CLAUSE,), (rule,), (lexicon,), protected_speech=False))


def found(over: Engine, text: str) -> list[tuple[str, str]]:
    return [(each.where.exact, each.sure) for each in over.screen(Post(text), Context()).findings]


@pytest.mark.parametrize(
    ("term", "text", "exact"),
    [
        ("kestrel", "the k3strel is near", "k3strel"),
        ("kestrel", "the K3$7R31 is near", "K3$7R31"),
        ("kestrel", "our ke5trel!", "ke5trel"),
        ("look", "l00k at this", "l00k"),
        ("kestrel", "a k.e.s.t.r.e.l. now", "k.e.s.t.r.e.l"),
        ("kestrel", "k e s t r e l", "k e s t r e l"),
        ("kestrel", "so: k-e-s-t-r-e-l", "k-e-s-t-r-e-l"),
        ("kestrel", "k_e_s_t_r_e_l", "k_e_s_t_r_e_l"),
        ("kestrel", "k*e*s*t*r*e*l", "k*e*s*t*r*e*l"),
        ("kestrel", "k·e·s·t·r·e·l", "k·e·s·t·r·e·l"),
        ("kestrel", "k/e/s/t/r/e/l", "k/e/s/t/r/e/l"),
        ("kestrel", "k.3.s.7.r.e.1", "k.3.s.7.r.e.1"),
        ("fish", "f.i.$.h for dinner", "f.i.$.h"),
        ("kestrel", "kes*trel", "kes*trel"),
        ("kestrel", "kesssstrel", "kesssstrel"),
        ("kestrel", "kkeessttrreell", "kkeessttrreell"),
        ("kestrel", "KEEEEstrelllll!!!", "KEEEEstrelllll"),
        ("kestrel", "Ｋ.Ｅ.Ｓ.Ｔ.Ｒ.Ｅ.Ｌ", "Ｋ.Ｅ.Ｓ.Ｔ.Ｒ.Ｅ.Ｌ"),
        ("kestrel", "k\u200b3\u200bstrel", "k\u200b3\u200bstrel"),
        ("project k", "pr0ject k", "pr0ject k"),
        ("紅隼", "聽說紅 隼要來了", "紅 隼"),
        ("紅隼", "聽說红.隼要來了", "红.隼"),
        ("紅隼計畫", "紅*隼*計*畫", "紅*隼*計*畫"),
        ("紅隼計畫", "紅 隼 計 畫書", "紅 隼 計 畫"),
        ("國家機密", "國.家機.密", "國.家機.密"),
        ("紅隼", "紅   隼", "紅   隼"),
        ("紅隼", "紅隼隼隼", "紅隼隼隼"),
        ("kestrel", "kes+rel", "kes+rel"),
        ("idiots", "such id|ots", "id|ots"),
        ("best", "the b3st", "b3st"),
        ("stone", "a 5tone", "5tone"),
        ("kestrel", "k...e...s...t...r...e...l", "k...e...s...t...r...e...l"),
        ("kestrel", "kes-trel", "kes-trel"),
        ("kestrel", "kes·trel", "kes·trel"),
        ("kestrel", "k.e.s.t.r.e.l l", "k.e.s.t.r.e.l"),
        ("kestrel", "k k.e.s.t.r.e.l", "k.e.s.t.r.e.l"),
        ("kestrel", "!k.e.s.t.r.e.l!", "k.e.s.t.r.e.l"),
        ("project k", "p.r.o.j.e.c.t.k", "p.r.o.j.e.c.t.k"),
        ("project k", "projeccct k", "projeccct k"),
        ("good", "so goood", "goood"),
        ("good", "so ggoooodd", "ggoooodd"),
    ],
)
def test_a_word_in_disguise_is_found_and_is_only_likely(term: str, text: str, exact: str) -> None:
    over = engine(Term(term))

    assert found(over, text) == [(exact, "likely")]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("eps", "3p5 and e.p.s"),
        ("kestrel", "kestrels, kestrelling"),
        ("good", "God is great, g o"),
        ("stone", "s tone"),
        ("therapist", "the rapist"),
        ("test", "t est, te st"),
        ("isle", "1 sle; is, le"),
        ("is it", "isit"),
        ("2015", "20I5 2OI5"),
        ("今天", "今。天"),
        ("cooperate", "co/operate; co'operate"),
        ("bellow", "below"),
        ("1st", "Ist, ist"),
        ("before", "b4"),
        ("forth", "4th"),
        ("cat", "c.a.t"),
        ("fish", "fi*sh"),
        ("idiots", "!diots"),
        ("isle", "1.5.1.3"),
        ("kestrel", "k....e....s....t....r....e....l"),
        ("kestrel", "kes.trel, kes/trel, kes trel"),
        ("kestrel", "k e s t rel, ke.st.rel"),
        ("kestrel", "kesstrel"),
        ("kestrel", "kk-ee-ss-tt-rr-ee-ll"),
        ("kestrel", "k3strels, ak3strel"),
        ("project k", "project.k, pr0jectk"),
        ("紅隼", "紅....隼"),
    ],
)
def test_what_only_resembles_a_word_is_let_be(term: str, text: str) -> None:
    assert found(engine(Term(term)), text) == []


def test_a_word_that_stands_as_listed_is_certain_beside_one_in_disguise() -> None:
    over = engine(Term("kestrel"))

    assert found(over, "kestrel k3strel") == [("kestrel", "certain"), ("k3strel", "likely")]


def test_a_word_in_exact_case_is_not_looked_for_in_disguise() -> None:
    assert found(engine(Term("Kestrel", case="exact")), "K3strel K.e.s.t.r.e.l") == []


def test_near_words_and_harmless_phrases_hold_for_a_disguise_too() -> None:
    near = engine(Term("yield", near=("%",), within=3))
    harmless = engine(Term("kestrel"), excepting=("k3strel bird",))

    assert found(near, "y1eld 9% and later on y1eld") == [("y1eld", "likely")]
    assert found(harmless, "a k3strel bird and a k3strel") == [("k3strel", "likely")]
