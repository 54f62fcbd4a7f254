"""Files become a policy and a policy becomes files, without loss, wherever and however they were written."""

from __future__ import annotations

import os
import pickle
import random
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.core.policy import source
from sayso.core.policy.model import (
    Clause,
    Example,
    Exemption,
    Fix,
    Lexicon,
    NumberFormat,
    Policy,
    Role,
    Rule,
    Source,
    Term,
    When,
    Window,
)
from sayso.core.post import Context, Image, Post

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DUMPER = getattr(yaml, "CDumper", yaml.Dumper)
"""Every scalar as it is written."""

EXAMPLE = Path(__file__).parents[2] / "examples" / "tidewell"


_TIDEWELL = source.read_folder(EXAMPLE)


def tidewell() -> dict[str, bytes]:
    return dict(_TIDEWELL)


@cache
def as_it_stands() -> Policy | None:
    return source.parse(tidewell()).policy


def with_text(name: str, old: str, new: str) -> dict[str, bytes]:
    files = tidewell()
    text = files[name].decode()
    assert old in text
    return files | {name: text.replace(old, new).encode()}


def parsed(policy: Policy, tests: tuple[source.PolicyTest, ...] = ()) -> source.Parsed:
    return source.parse({name: text.encode() for name, text in source.dump(policy, tests).items()})


# --- the example ---


def test_the_example_is_a_policy_without_problems():
    found = source.load(EXAMPLE)

    assert found.problems == ()
    assert found.policy is not None
    assert (found.policy.edition, found.policy.languages) == ("2026.2", ("zh-Hant", "en"))
    assert (found.policy.zone, found.policy.country) == ("Asia/Taipei", "TW")
    assert len(found.policy.rules) == 17
    assert len(found.tests) >= 25
    assert [test.name for test in found.tests if test.known_gap] == ["the bird is not the codename"]


def test_a_rule_is_read_as_it_is_written():
    policy = source.load(EXAMPLE).policy

    assert policy is not None
    assert next(rule for rule in policy.rules if rule.id == "say-you-work-here") == Rule(
        id="say-you-work-here",
        clause="personal.disclose",
        verdict="warn",
        say={
            "zh-Hant": "談到我們的產品時，請說明你是員工。只寫在個人簡介並不夠。",
            "en": "When you talk about our products, say you work here. A line in your profile is not enough.",
        },
        when=When(account=("personal",), mentions=(Source("lexicon", ("products",)),)),
        require=(Source("lexicon", ("disclosure",)),),
        fix=Fix(append={"zh-Hant": "（我是潮井員工）", "en": " (I work at Tidewell)"}),
        owes="disclosure",
        fires=(
            Example("WispGo is the best gadget I own", "en"),
            Example("Wisp 65 充電好快，大家快買", "zh-Hant"),
        ),
        silent=(
            Example("WispGo is the best gadget I own, and I work at Tidewell", "en"),
            Example("Wisp 65 充電好快（我是潮井員工）", "zh-Hant"),
        ),
    )


def test_a_test_inherits_the_defaults_and_reads_a_channel_as_account_of_the_company():
    found = source.load(EXAMPLE)

    test = next(test for test in found.tests if test.name == "quiet period")

    assert test == source.PolicyTest(
        name="quiet period",
        post=Post("Q4 營收再創新高！"),
        context=Context(by="alex.chen", account="company", channel="facebook", at=date(2027, 3, 10)),
        expect=source.Expected("approve", ("earnings-talk",), "finance"),
        file="tests/posts.yaml",
        line=test.line,
    )
    assert (EXAMPLE / test.file).read_text(encoding="utf-8").splitlines()[test.line - 1] == "- name: quiet period"


def test_clauses_are_numbered_by_section_and_order():
    policy = source.load(EXAMPLE).policy

    assert policy is not None
    assert [(clause.number, clause.id) for clause in policy.clauses if clause.number.startswith("4.")] == [
        ("4.1", "legal.confidential"),
        ("4.2", "legal.credit"),
        ("4.3", "legal.privacy"),
        ("4.4", "legal.claims"),
        ("4.5", "legal.disclosure"),
        ("4.6", "legal.alt-text"),
    ]


def test_scalars_need_no_quotes_where_text_is_expected():
    files = with_text("rules.yaml", "en: [Unboxing day]", "en: [no, 09:00, 2026.10, 0x1F, null, 1e3]")

    policy = source.parse(files).policy

    assert policy is not None
    rule = next(rule for rule in policy.rules if rule.id == "credit-the-source")
    assert [one.text for one in rule.fires if one.lang == "en"] == ["no", "09:00", "2026.10", "0x1F", "null", "1e3"]


def test_what_the_engine_does_not_read_is_kept_as_plain_values():
    policy = source.load(EXAMPLE).policy

    assert policy is not None
    assert msgspec.json.decode(msgspec.json.encode(policy.more)) == policy.more
    assert policy.more["attest"] == {"within": "14 days", "quiz_pass": "80%", "again_on": "material"}
    assert pickle.loads(pickle.dumps(policy)) == policy


def test_the_place_of_an_example_is_known_for_problems_found_later():
    found = source.load(EXAMPLE)

    problem = found.problem("rule:order-numbers:fires:en:0", "example-does-not-fire", rule="order-numbers", how="")

    assert problem.source == "    en: [Order TW-20261187 ships today]"
    assert problem.source[problem.caret :][: problem.width] == "Order TW-20261187 ships today"
    assert (EXAMPLE / problem.file).read_text(encoding="utf-8").splitlines()[problem.line - 1] == problem.source


def test_an_account_that_is_a_channel_becomes_a_channel_of_the_company():
    files = with_text(
        "rules.yaml",
        "when: {account: company, given: incident}",
        "when: {account: [facebook, linkedin], channel: bluesky}",
    )

    policy = source.parse(files).policy

    assert policy is not None
    rule = next(rule for rule in policy.rules if rule.id == "pause-in-a-crisis")
    assert rule.when == When(account=("company",), channel=("facebook", "linkedin", "bluesky"))


# --- the digest ---


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n\n", "   \n"])
def test_line_endings_and_trailing_blanks_do_not_change_the_digest(ending):
    files = tidewell()
    before = source.parse(files).policy
    changed = {
        name: raw.decode().replace("\n", ending if name.endswith((".yaml", ".lock")) or "\r" in ending else "\n")
        for name, raw in files.items()
    }

    after = source.parse({name: text.encode() for name, text in changed.items()}).policy

    assert before is not None and after is not None
    assert after.digest == before.digest


@settings(max_examples=8)
@given(st.randoms(use_true_random=False))
def test_order_of_keys_and_files_comments_and_spelling_do_not_change_the_digest(chance):
    before = as_it_stands()

    after = source.parse(dict(shuffled(list(rewritten(tidewell(), chance)), chance))).policy

    assert before is not None and after is not None
    assert after.digest == before.digest
    assert after == before


def rewritten(files, chance):
    for name, raw in files.items():
        if not name.endswith(".yaml"):
            yield name, b"\xef\xbb\xbf" + raw
            continue
        tree = with_shuffled_keys(yaml.load(raw, Loader=LOADER), chance)
        style = chance.choice([None, '"', "'"])
        how = {"default_style": style, "allow_unicode": chance.random() < 0.5, "sort_keys": False, "width": 70}
        text = yaml.dump(tree, Dumper=DUMPER, **how)
        yield name, ("# a comment\n" + text + "# another\n").encode()


def with_shuffled_keys(value, chance):
    if isinstance(value, dict):
        pairs = [(key, with_shuffled_keys(inner, chance)) for key, inner in value.items()]
        return dict(shuffled(pairs, chance))
    return [with_shuffled_keys(inner, chance) for inner in value] if isinstance(value, list) else value


def shuffled(items, chance):
    chance.shuffle(items)
    return items


def test_every_word_a_reader_sees_changes_the_digest_and_a_test_does_not():
    before = source.parse(tidewell()).policy
    changed = [
        with_text("policy.yaml", "edition: 2026.2", "edition: 2026.3"),
        with_text("clauses/4-legal.en.md", "Claims need proof", "Claims need evidence"),
        with_text("lexicons/words.yaml", "小充", "小小充"),
        with_text("replies.yaml", "造成不便很抱歉", "造成不便，很抱歉"),
    ]

    after = [source.parse(files).policy for files in changed]
    untouched = source.parse(with_text("tests/posts.yaml", "大家快買", "大家來買")).policy

    assert before is not None and untouched is not None and all(after)
    assert len({policy.digest for policy in [before, *after] if policy}) == len(changed) + 1
    assert untouched.digest == before.digest


# --- round trip ---


def test_the_example_survives_being_written_and_read():
    found = source.load(EXAMPLE)
    assert found.policy is not None

    again = parsed(found.policy, found.tests)

    assert again.problems == ()
    assert again.policy == found.policy
    assert again.policy.digest == found.policy.digest
    assert {unplaced(test) for test in again.tests} == {unplaced(test) for test in found.tests}


def unplaced(test):
    return msgspec.structs.replace(test, line=0)


WORDS = st.text(
    st.characters(blacklist_categories=["Cs", "Cn"], blacklist_characters="{}"), min_size=1, max_size=20
).filter(str.strip)
NAMES = st.from_regex("[a-z][a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
TEXTS = st.fixed_dictionaries({"zh-Hant": WORDS, "en": WORDS})
LINES = st.text(st.characters(whitelist_categories=["L", "N", "P"]), min_size=1, max_size=12).map(lambda s: "a" + s)
TITLES = LINES.filter(lambda line: "{" not in line and "}" not in line)
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
MANY = st.lists(WORDS, max_size=3, unique=True).map(tuple)


@st.composite
def terms(draw):
    near = draw(MANY)
    return Term(
        term=draw(WORDS),
        also=draw(MANY),
        near=near,
        within=draw(st.integers(1, 99)) if near else 0,
        until=draw(st.none() | DAYS),
        instead=draw(st.none() | TEXTS),
        case=draw(st.sampled_from(["any", "exact"])),
        note=draw(st.just("") | WORDS),
    )


def examples_of(draw):
    def one(lang):
        return Example(
            text=draw(WORDS),
            lang=lang,
            by=draw(st.none() | WORDS),
            account=draw(st.sampled_from([None, "personal", "company"])),
            replying_to=draw(st.sampled_from([None, "press"])),
            has=draw(st.sampled_from([None, (), ("image", "poll")])),
            given=draw(st.sampled_from([None, (), ("incident",)])),
        )

    return tuple(one(lang) for lang in ("en", "zh-Hant") for _ in range(draw(st.integers(1, 2))))


@st.composite
def rules(draw, name, clauses, lexicons, roles):
    named = [Source("lexicon", (lexicon.name,)) for lexicon in lexicons] + [Source("builtin", ("email",))]
    place = st.sampled_from(
        [
            *named,
            Source("terms", ("a", "b")),
            Source("pattern", ("a+",)),
            Source("link_to", ("a.example",)),
            Source("image", ("without-alt",)),
        ]
    )
    found, wanted = draw(
        st.sampled_from([((draw(place),), ()), ((draw(place), draw(place)), ()), ((), (draw(place),))])
    )
    fixes = [None, Fix(append=draw(TEXTS))] + ([Fix(lexicon=True), Fix(delete=True)] if found else [])
    return Rule(
        id=name,
        clause=draw(st.sampled_from(clauses)).id,
        verdict=draw(st.sampled_from(["advise", "warn", "block"])),
        say=draw(TEXTS),
        when=When(
            account=draw(st.sampled_from([(), ("company",)])),
            by_not=draw(st.sampled_from([(), roles[:1]])),
            mentions=draw(st.sampled_from([(), (named[-1],)])),
        ),
        find=found,
        require=wanted,
        unless=draw(st.sampled_from([(), (Source("terms", ("c",)),)])),
        to=draw(st.sampled_from([None, roles[0]])),
        fix=draw(st.sampled_from(fixes)),
        owes=draw(st.sampled_from([None, "credit"])),
        shadow=draw(st.booleans()),
        fires=examples_of(draw),
        silent=examples_of(draw),
    )


@st.composite
def policies(draw):
    roles = tuple(sorted(draw(st.sets(NAMES, min_size=1, max_size=3))))
    ids = draw(st.lists(NAMES, min_size=2, max_size=4, unique=True))
    clauses = tuple(
        Clause(
            f"law.{name}",
            f"1.{place}",
            {lang: draw(TITLES) for lang in ("zh-Hant", "en")},
            {lang: "\n\n".join(draw(st.lists(LINES, min_size=1, max_size=2))) for lang in ("zh-Hant", "en")},
        )
        for place, name in enumerate(ids, 1)
    )
    lexicons = tuple(
        Lexicon(name, tuple(draw(st.lists(terms(), min_size=1, max_size=3))), draw(MANY))
        for name in sorted(draw(st.sets(NAMES, max_size=2)))
    )
    written = tuple(
        draw(rules(name, clauses, lexicons, roles)) for name in draw(st.lists(NAMES, max_size=3, unique=True))
    )
    company = draw(TEXTS)
    calendar = {"report": tuple(sorted(draw(st.sets(DAYS, min_size=1, max_size=2))))}
    return Policy(
        edition=draw(WORDS),
        languages=("zh-Hant", "en"),
        clauses=clauses,
        rules=written,
        lexicons=lexicons,
        numbers=(NumberFormat("order", ("A-##", "@@#"), draw(TEXTS), "luhn"),),
        roles=tuple(
            Role(name, () if every else draw(MANY), every)
            for name, every in ((name, draw(st.booleans())) for name in roles)
        ),
        channels=tuple(sorted(draw(st.sets(NAMES, max_size=2)))),
        windows=(
            Window("fixed", starts=date(2026, 1, 1), ends=draw(DAYS)),
            Window("quiet", {"report": 9}, owner=roles[0]),
        ),
        calendar=calendar,
        exceptions=tuple(
            Exemption("ex-1", rule.id, roles[0], draw(DAYS), draw(WORDS), When(lang=("en",)), draw(MANY))
            for rule in written[:1]
        ),
        protected_speech=draw(st.booleans()),
        zone=draw(st.sampled_from(["UTC", "Asia/Taipei"])),
        country=draw(st.sampled_from(["", "TW"])),
        domains=draw(st.sampled_from([(), ("a.example",)])),
        names=tuple(dict.fromkeys([company["zh-Hant"], company["en"], *draw(MANY)])),
        more={
            "company": {"name": company},
            "sections": {
                "1": {"slug": "law", "title": {lang: draw(TITLES) for lang in ("zh-Hant", "en")}, "intro": {}}
            },
        },
    )


@given(policies())
def test_a_policy_written_and_read_is_the_same_policy(policy):
    again = parsed(policy)

    assert [problem for problem in again.problems if problem.severity == "error"] == []
    assert again.policy == policy
    assert again.policy.digest == policy.digest


@given(WORDS, MANY, st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(microsecond=0)))  # noqa: DTZ001
def test_a_story_written_and_read_is_the_same_story(words, many, at):
    policy = Policy(
        edition="1",
        languages=("en",),
        roles=(Role("legal"),),
        channels=("facebook",),
        more={"company": {"name": {"en": "a"}}},
        names=("a",),
    )
    story = source.PolicyTest(
        words,
        Post(words, (Image(alt=words),), ("poll",), "en"),
        Context(words, ("legal",), (), "company", "facebook", "press", at, ("incident",)),
        source.Expected("warn", None, "legal"),
        known_gap=words,
        file="tests/more.yaml",
    )

    again = parsed(policy, (story,))

    assert again.problems == ()
    assert [unplaced(test) for test in again.tests] == [story]


# --- one value ---


def test_changing_a_value_leaves_every_other_character_alone():
    before = (EXAMPLE / "channels.yaml").read_text(encoding="utf-8")

    after = source.edit(before, ("channels", "facebook", "approve"), "legal")

    assert after == before.replace("approve: comms-lead}\n  linkedin", "approve: legal}\n  linkedin")
    assert after != before


def test_a_value_that_needs_quotes_gets_them_and_quotes_that_stand_stay():
    before = "a: 1 # one\nb: 'x'   # two\nc: \"y\"\nd: [p, q]\n"

    after = before
    for path, value in (
        (("a",), "x: #y"),
        (("b",), "it's"),
        (("c",), 'say "yes"'),
        (("d", 1), "甲, 乙"),
        (("d", 0), True),
    ):
        after = source.edit(after, path, value)

    assert after == 'a: "x: #y" # one\nb: \'it\'\'s\'   # two\nc: "say \\"yes\\""\nd: [true, "甲, 乙"]\n'


def test_a_key_can_be_added_and_taken_out_with_comments_kept():
    before = "# head\na: 1 # one\nlist:\n- x\n- y # why\n"

    added = source.edit(source.edit(before, ("b",), "no"), ("list", 2), "z")
    removed = source.edit(added, ("list", 0), None)

    assert added == "# head\na: 1 # one\nlist:\n- x\n- y # why\n- z\nb: no\n"
    assert removed == "# head\na: 1 # one\nlist:\n- y # why\n- z\nb: no\n"


def test_windows_line_endings_stay():
    assert source.edit("a: 1\r\nb: 2\r\n", ("a",), 3) == "a: 3\r\nb: 2\r\n"
    assert source.edit("a: 1\r\nb: 2\r\n", ("c",), 3) == "a: 1\r\nb: 2\r\nc: 3\r\n"


@pytest.mark.parametrize(
    ("text", "path"), [("a: [", ("a",)), ("a: 1", ("b", "c")), ("a: [1]", ("a", 5)), ("a: &x 1", ("a",))]
)
def test_what_cannot_be_edited_is_refused(text, path):
    with pytest.raises(source.CannotEdit):
        source.edit(text, path, "x")


@given(st.data())
def test_any_text_of_the_example_can_be_given_any_words(data):
    name = data.draw(
        st.sampled_from(["policy.yaml", "rules.yaml", "people.yaml", "lexicons/words.yaml", "tests/posts.yaml"])
    )
    before = (EXAMPLE / name).read_text(encoding="utf-8")
    path = data.draw(st.sampled_from(list(paths(yaml.load(before, Loader=LOADER)))))
    words = data.draw(WORDS)

    tree = yaml.load(source.edit(before, path, words), Loader=LOADER)

    expected = yaml.load(before, Loader=LOADER)
    holder = expected
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = words
    assert tree == expected


def paths(value, path=()):
    if isinstance(value, str):
        yield path
    for step, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from paths(inner, (*path, step))


# --- folders ---


def test_a_folder_is_read_without_what_is_no_part_of_it(tmp_path):
    (tmp_path / "policy.yaml").write_bytes(b"sayso: 1\r\n")
    (tmp_path / "clauses").mkdir()
    (tmp_path / "clauses" / "1-a.en.md").write_bytes(b"x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.yaml").write_bytes(b"x")
    (tmp_path / "picture.png").write_bytes(b"x")
    (tmp_path / "translations.lock").write_bytes(b"{}")

    folder = source.read_folder(tmp_path)

    assert folder == {"policy.yaml": b"sayso: 1\r\n", "clauses/1-a.en.md": b"x", "translations.lock": b"{}"}
    assert folder.problems == ()


def test_a_link_out_of_the_folder_is_not_followed_and_one_within_is(tmp_path):
    (tmp_path / "secret.yaml").write_bytes(b"PLANTED")
    policy = tmp_path / "policy"
    policy.mkdir()
    (policy / "people.yaml").symlink_to(tmp_path / "secret.yaml")
    (policy / "real.yaml").write_bytes(b"a")
    (policy / "rules.yaml").symlink_to(policy / "real.yaml")
    (policy / "quiz.yaml").symlink_to(policy / "quiz.yaml")
    (policy / "tests").symlink_to(tmp_path)

    folder = source.read_folder(policy)

    assert folder == {"real.yaml": b"a", "rules.yaml": b"a"}
    assert sorted((problem.code, problem.file) for problem in folder.problems) == [
        ("outside-folder", "people.yaml"),
        ("unreadable-file", "quiz.yaml"),
    ]


def test_files_that_are_too_large_or_too_many_are_problems(tmp_path, monkeypatch):
    (tmp_path / "a.yaml").write_bytes(b"x" * 11)
    for name in "bcd":
        (tmp_path / f"{name}.yaml").write_bytes(b"x" * 10)
    monkeypatch.setattr(source, "LARGEST_FILE", 10)

    one = source.read_folder(tmp_path)
    monkeypatch.setattr(source, "LARGEST_FOLDER", 25)
    two = source.read_folder(tmp_path)
    monkeypatch.setattr(source, "MOST_FILES", 2)
    three = source.read_folder(tmp_path)

    assert [sorted(folder) for folder in (one, two, three)] == [
        ["b.yaml", "c.yaml", "d.yaml"],
        ["b.yaml", "c.yaml"],
        ["b.yaml"],
    ]
    assert [[(problem.code, problem.file) for problem in folder.problems] for folder in (one, two, three)] == [
        [("too-large", "a.yaml")],
        [("too-large", "a.yaml"), ("too-large", "d.yaml")],
        [("too-large", "a.yaml"), ("too-many-files", ".")],
    ]


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "policy.yaml")

    assert [problem.code for problem in source.read_folder(tmp_path).problems] == ["unreadable-file"]


def test_a_folder_that_is_not_there_has_no_policy(tmp_path):
    found = source.load(tmp_path / "nowhere")

    assert found.policy is None
    assert {problem.code for problem in found.problems} == {"no-policy-file", "unreadable-file"}


# --- whatever comes in ---


PLANTED = "Ａrgonaut"
NO_SECRET_NEAR = {name for name in _TIDEWELL if re.match("playbooks/|quiz|replies|tests/(?!confidential)", name)}
"""Files of the example that say nothing of the secret list, and take most of the time to read."""


@given(st.data())
def test_no_bytes_break_the_reader(data):
    files = tidewell()
    chance = random.Random(data.draw(st.integers(0, 2**32)))
    for name in chance.sample(sorted(files), chance.randint(1, 3)):
        files[name] = mutated(files[name], chance)

    found = source.parse(files)

    assert found.policy is not None or any(problem.severity == "error" for problem in found.problems)
    assert all(
        problem.line
        <= len(re.split("\r\n|[\r\n\x85\u2028\u2029]", files.get(problem.file, b"").decode("utf-8", "replace")))
        for problem in found.problems
    )


PIECES = [
    b"{",
    b"}",
    b"[",
    b"]",
    b": ",
    b"- ",
    b"\n",
    b"\t",
    b"\x00",
    b"\xff",
    b"&a ",
    b"*a",
    b"!!x ",
    b"\xef\xbc\x9a",
    b"\xe3\x80\x80",
    b'"',
    b"'",
    b"#",
    b"---\n",
    b"<<: ",
    b"|\n",
    b"\xed\xa0\x80",
    b"\xe2\x80\xa8",
    b"0",
    b"-1",
    b"null",
    b"everyone",
    b"secret: true\n",
    b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    b"\\",
    b"%",
    b"{a: ",
]


def mutated(raw: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        start = chance.randint(0, len(raw))
        end = min(len(raw), start + chance.choice([0, 0, 1, 3, 40]))
        raw = raw[:start] + chance.choice([*PIECES, raw[end : end + 30]]) + raw[end:]
    return raw


@given(st.data())
def test_a_secret_word_never_appears_in_a_problem(data):
    chance = random.Random(data.draw(st.integers(0, 2**32)))
    files = {name: raw for name, raw in tidewell().items() if name not in NO_SECRET_NEAR}
    files["lexicons/confidential.yaml"] = files["lexicons/confidential.yaml"].replace(b"Kestrel", b"Argonaut")
    name = chance.choice(
        ["lexicons/confidential.yaml", "lexicons/confidential.yaml", "tests/confidential.yaml", "rules.yaml"]
    )
    files["tests/confidential.yaml"] = files["tests/confidential.yaml"].replace(
        "Ｋｅｓｔｒｅｌ".encode(), PLANTED.encode()
    )
    where = chance.randint(0, len(files[name]))
    files[name] = files[name][:where] + chance.choice(PIECES) + files[name][where:]

    found = source.parse(files)

    shown = "\n".join(source_text(problem) for problem in [*found.problems, *found.places.values()])
    assert "rgonaut" not in shown or name != "lexicons/confidential.yaml"
    if found.policy is not None:
        assert "rgonaut" not in shown


def source_text(problem):
    return f"{problem.source} {problem.meant} {problem.params}"
