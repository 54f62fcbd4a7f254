"""A policy small enough to be read beside the tests that use it, as the files of its folder."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "policy.yaml": """\
sayso: 1
edition: 2026.1
company: {name: {en: Harbour Bakery, zh-Hant: 港灣烘焙}, country: TW}
languages: {authoritative: en, also: [zh-Hant]}
windows:
  opening: {from: 2026-03-01, to: 2026-03-31}
""",
    "people.yaml": """\
roles:
  social-manager: {members: [mei]}
  responders: {members: [lin]}
  legal: {members: [omar]}
  employee: {members: everyone}
hours: {zone: Asia/Taipei}
""",
    "channels.yaml": """\
channels:
  facebook: {handle: harbour}
  linkedin: {handle: harbour}
""",
    "rules.yaml": """\
rules:
# the word list is secret, and so are its examples
- id: codenames
  clause: inside.secret
  find: lexicons/codenames
  verdict: block
  say: {en: "“{match}” is not public yet.", zh-Hant: "「{match}」尚未公開。"}
  fix: {replace_with: lexicon}
- id: claims
  clause: inside.claims
  when: {account: company}
  find: {terms: [the best, 最好吃]}
  verdict: approve
  to: legal
  say: {en: "“{match}” needs proof.", zh-Hant: "「{match}」需要證據。"}
  fires: {en: [the best bread], zh-Hant: [全台最好吃的麵包]}
  silent: {en: [good bread], zh-Hant: [好吃的麵包]}
- id: complaints
  clause: speak.complaints
  when: {replying_to: complaint, by_not: responders}
  verdict: hand-over
  to: responders
  say: {en: Hand this complaint over., zh-Hant: 請轉交這則客訴。}
  fires: {en: [We are sorry], zh-Hant: [很抱歉]}
  silent: {en: [{text: We are sorry, by: responders}], zh-Hant: [{text: 很抱歉, by: responders}]}
- id: insults
  clause: speak.kindly
  find: {terms: [idiots, 白痴]}
  verdict: warn
  say: {en: "“{match}” may hurt.", zh-Hant: "「{match}」可能傷人。"}
  fix: {delete: match}
  fires: {en: [those idiots], zh-Hant: [那些白痴]}
  silent: {en: [those people], zh-Hant: [那些人]}
- id: say-where
  clause: speak.kindly
  when: {account: personal, mentions: {terms: [sourdough]}}
  require: {terms: [I work at Harbour, 我在港灣工作]}
  verdict: advise
  say: {en: Say that you work here., zh-Hant: 請說明你在這裡工作。}
  fix: {append: {en: " (I work at Harbour)", zh-Hant: （我在港灣工作）}}
  fires: {en: [Try our sourdough], zh-Hant: [快來吃 sourdough]}
  silent: {en: [Sourdough! I work at Harbour], zh-Hant: [sourdough 好吃，我在港灣工作]}
""",
    "lexicons/codenames.yaml": """\
secret: true
terms:
- {term: Rosetta, also: [蘿賽塔], instead: {en: our next cake, zh-Hant: 我們的新蛋糕}}
fires: {en: [Rosetta comes in May], zh-Hant: [蘿賽塔五月上市]}
silent: {en: [Cake comes in May], zh-Hant: [蛋糕五月上市]}
""",
    "clauses/1-speak.en.md": """\
# 1. Who speaks

### Only responders answer complaints {#speak.complaints}
Hand complaints over.

### We are kind {#speak.kindly}
We do not insult people.
""",
    "clauses/1-speak.zh-Hant.md": """\
# 一、誰可以發言

### 只有回覆小組可以回覆客訴 {#speak.complaints}
客訴請轉交。

### 與人為善 {#speak.kindly}
不要辱罵別人。
""",
    "clauses/2-inside.en.md": """\
# 2. What stays inside

### New cakes stay inside {#inside.secret}
Do not name cakes before they are sold.

### Claims need proof {#inside.claims}
“The best” needs evidence.
""",
    "clauses/2-inside.zh-Hant.md": """\
# 二、不外傳的事

### 新蛋糕不外傳 {#inside.secret}
上市前不要說出名稱。

### 宣稱需要證據 {#inside.claims}
「最好吃」需要依據。
""",
    "tests/posts.yaml": """\
defaults: {by: employee, account: personal, at: 2026-02-01}
tests:
- name: a codename
  post: Rosetta is coming
  expect: {verdict: block, rules: codenames}
- name: a claim of ours
  post: the best bread   # on our own page
  account: facebook
  expect: {verdict: approve, to: legal, rules: claims}
- name: a complaint
  post: We are sorry
  replying_to: complaint
  expect: {verdict: hand-over, rules: complaints}
- name: an insult
  post: those idiots
  expect: {verdict: warn, rules: insults}
- name: sourdough without saying so
  post: Try our sourdough
  expect: {verdict: advise, rules: say-where}
- name: irony
  post: geniuses, all of them
  expect: {verdict: warn, rules: insults}
  known_gap: irony is beyond a word list
- name: bread
  post: Fresh bread at seven
  expect: pass
""",
}

LOCKED = "translations.lock"


def write(folder: Path, **changed: str) -> Path:
    """The policy as a folder, with some of its files in another wording (``rules="…"``)."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.get(path.stem, text), encoding="utf-8")
    return folder
