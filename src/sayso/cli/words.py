"""What the command line says, in English and in Traditional Chinese as written in Taiwan, and in which of the two."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

LANGUAGES: Final = ("en", "zh-Hant")

TABLE: Final[dict[str, tuple[str, str]]] = {
    # Wrong use.
    "no-such-command": (
        "“{name}” is not a command. {hint}`sayso --help` lists them.",
        "沒有「{name}」這個命令。{hint}輸入 `sayso --help` 可查看所有命令。",
    ),
    "no-such-option": (
        "“{name}” is not an option here. {hint}`--help` lists them.",
        "這裡沒有「{name}」這個選項。{hint}加上 `--help` 可查看所有選項。",
    ),
    "bad-value": (
        "“{value}” is not a value of {name}. {hint}It may be: {choices}.",
        "{name} 不接受「{value}」。{hint}可用的值：{choices}。",
    ),
    "bad-call": ("The command could not be read: {message}.", "無法解讀這個命令：{message}。"),
    "needs-value": ("{name} needs a value after it.", "{name} 後面要接一個值。"),
    "takes-no-value": ("{name} takes no value.", "{name} 後面不接值。"),
    "wrong-number-of-words": ("That is not how it is called. Write: {usage}", "用法不對。請這樣寫：{usage}"),
    "did-you-mean": ("Did you mean “{name}”? ", "您是不是要找「{name}」？"),
    "bad-date": (
        "{name} “{value}” is not a date. Write 2026-12-24 or 2026-12-24T18:00.",
        "{name} 的「{value}」不是日期。請寫成 2026-12-24 或 2026-12-24T18:00。",
    ),
    "bad-number": ("{name} “{value}” is not a whole number above 0.", "{name} 的「{value}」不是大於 0 的整數。"),
    "no-such-role": (
        "“{value}” is not a role of this policy. {hint}It has: {choices}.",
        "這份政策沒有「{value}」這個角色。{hint}現有角色：{choices}。",
    ),
    "no-such-channel": (
        "“{value}” is not a channel of this policy. {hint}Write personal, company or one of: {choices}.",
        "這份政策沒有「{value}」這個頻道。{hint}請寫 personal、company 或以下其中之一：{choices}。",
    ),
    "no-such-topic": (
        "“{value}” is not something this policy knows replies to. {hint}It may be: {choices}.",
        "這份政策沒有「{value}」這種回覆對象。{hint}可用的值：{choices}。",
    ),
    "no-such-fact": (
        "“{value}” is neither a fact nor a window that this policy asks about. {hint}It may be: {choices}.",
        "這份政策沒有用到「{value}」這種情況或期間。{hint}可用的值：{choices}。",
    ),
    "no-such-attachment": (
        "“{value}” is nothing that a post carries here. {hint}It may be: {choices}.",
        "貼文的附件沒有「{value}」這一種。{hint}可用的值：{choices}。",
    ),
    "alt-without-image": (
        "There are more --alt than --image: an alternative text belongs to a picture.",
        "--alt 比 --image 多：替代文字要有對應的圖片。",
    ),
    "image-with-many": (
        "--image belongs to a single post, not to rows or several files. Put pictures into rows (`images`) instead.",
        "--image 只能搭配單獨一則貼文，不能搭配多個檔案或每行一則的檔案。請改在各行的 `images` 寫明圖片。",
    ),
    "none": ("(none)", "（無）"),
    # Finding and reading the policy.
    "no-policy": (
        "No policy found: no policy.yaml with `sayso:` in {where} or above. Name one with --policy DIR "
        "or SAYSO_POLICY.",
        "找不到政策：{where} 及其上層都沒有含 `sayso:` 的 policy.yaml。請用 --policy 資料夾 或 SAYSO_POLICY 指定。",
    ),
    "policy-missing": (
        "There is no policy in “{where}” ({why}): a policy is a folder with a policy.yaml that says `sayso: 1`.",
        "「{where}」裡沒有政策（{why}）。政策是一個資料夾，裡面的 policy.yaml 寫著 `sayso: 1`。",
    ),
    "policy-is-file": (
        "“{where}” ({why}) is a file. Name the folder it is in.",
        "「{where}」（{why}）是檔案，請改指定它所在的資料夾。",
    ),
    "policy-unusable": (
        "The policy in “{where}” cannot be used: 1 mistake. || The policy in “{where}” cannot be used: {n} mistakes.",
        "「{where}」的政策無法使用，共有 {n} 處錯誤。",
    ),
    "policy-chosen": (
        "Policy: {where} ({why}), edition {edition}, {digest}",
        "政策：{where}（{why}），版本 {edition}，{digest}",
    ),
    "policy-found": ("Policy: {where} ({why})", "政策：{where}（{why}）"),
    "why-option": ("named by --policy", "由 --policy 指定"),
    "why-environment": ("named by SAYSO_POLICY", "由 SAYSO_POLICY 指定"),
    "why-above": ("found upwards from {where}", "從 {where} 往上找到"),
    "why-argument": ("named on the command line", "在命令列指定"),
    # Reading posts.
    "file-missing": ("{file}: there is no such file. Check the name.", "{file}：沒有這個檔案，請確認檔名。"),
    "file-unreadable": ("{file}: cannot be read: {reason}.", "{file}：無法讀取：{reason}。"),
    "file-binary": (
        "{file}: is not text (a NUL byte at {at}). Name text files; pictures go with --image.",
        "{file}：不是文字檔（第 {at} 位元組是 NUL）。請指定文字檔；圖片請用 --image。",
    ),
    "file-not-utf8": (
        "{file}: is not UTF-8 text (byte {at}). Save it as UTF-8, then check it again.",
        "{file}：不是 UTF-8 文字檔（第 {at} 位元組）。如果是 Big5，請另存成 UTF-8 再檢查。",
    ),
    "folder-empty": (
        "{file}: holds no posts (.txt, .md, .jsonl, .ndjson).",
        "{file}：資料夾裡沒有貼文檔（.txt、.md、.jsonl、.ndjson）。",
    ),
    "stdin-empty": (
        "Nothing came in on standard input, so nothing was checked.",
        "標準輸入沒有內容，所以沒有檢查任何貼文。",
    ),
    "type-post": ("Type or paste the post, then end with {keys}.", "請輸入或貼上貼文，然後按 {keys} 結束。"),
    # Rows.
    "bad-json": ("this line is not JSON: {reason}", "這一行不是 JSON：{reason}"),
    "json-broken": ("this line is not JSON: it goes wrong at byte {at}", "這一行不是 JSON：第 {at} 位元組開始有錯"),
    "json-cut": ("this line is not JSON: it ends too early", "這一行不是 JSON：內容不完整，提早結束"),
    "json-half-pair": (
        "half a character (a lone surrogate) before byte {at}. Write the character whole, as UTF-8",
        "第 {at} 位元組前有半個字元（單獨的 surrogate）。請以 UTF-8 寫出完整字元",
    ),
    "json-not-utf8": (
        "this line is not UTF-8 text. Save the file as UTF-8",
        "這一行不是 UTF-8 文字。請將檔案另存成 UTF-8",
    ),
    "json-too-deep": ("this line is nested too deeply to be a row", "這一行的巢狀層數太多，不是一則貼文"),
    "bad-row": ("this row does not fit: {reason}", "這一行的內容不符格式：{reason}"),
    "row-no-object": (
        'this line is not a JSON object but of type {found}. Write {{"text": "…"}}',
        '這一行不是 JSON 物件，而是 {found}。請寫成 {{"text": "…"}}',
    ),
    "row-lacks": ("this row has no `{key}`", "這一行缺少「{key}」"),
    "row-wrong-type": (
        "`{key}` must be of type {expected}, not {found}",
        "「{key}」的型別應為 {expected}，不是 {found}",
    ),
    "unknown-key-in": ("`{where}` has no key `{key}`", "「{where}」沒有「{key}」這個欄位"),
    "unknown-key": ("a row has no key `{reason}`. {hint}", "一則貼文沒有「{reason}」這個欄位。{hint}"),
    "bad-time": (
        "`at` is not a time: “{reason}”. Write 2026-12-24 or 2026-12-24T18:00:00+08:00",
        "「at」不是時間：「{reason}」。請寫成 2026-12-24 或 2026-12-24T18:00:00+08:00",
    ),
    "row-too-long": (
        "{file}:{line}: this row is longer than {most} MiB, so the rest of the file was not read.",
        "{file}:{line}：這一行超過 {most} MiB，之後的內容沒有讀取。",
    ),
    # Findings.
    "block": ("block", "不要發布"),
    "hand-over": ("hand over", "交給別人"),
    "approve": ("approve", "需要核准"),
    "warn": ("warn", "請確認"),
    "advise": ("advise", "建議"),
    "pass": ("pass", "通過"),
    "excepted": ("excepted", "例外"),
    "shadow": ("shadow", "試行"),
    "all-clear": ("Nothing in the policy speaks against this.", "政策裡沒有不同意這則貼文的規定。"),
    "all-clear-many": (
        "Nothing in the policy speaks against these {n} posts.",
        "政策裡沒有不同意這 {n} 則貼文的規定。",
    ),
    "fix": ("fix:", "改法："),
    "why": ("why:", "原因："),
    "fix-delete": ("delete it", "刪除"),
    "fix-append": ("add “{text}”", "加上「{text}」"),
    "ask": ("Ask: {to}.", "請找：{to}。"),
    "in-field": ("in the {field}:", "在{field}："),
    "field-alt": ("text alternative of picture {n}", "第 {n} 張圖片的替代文字"),
    "field-text": ("words in picture {n}", "第 {n} 張圖片裡的文字"),
    "field-credit": ("credit of picture {n}", "第 {n} 張圖片的來源標示"),
    "summary": ("1 finding: {parts}{among}. || {n} findings: {parts}{among}.", "共 {n} 項發現：{parts}{among}。"),
    "summary-posts": (", in {posts} of {all} posts", "，出自 {all} 則貼文中的 {posts} 則"),
    "summary-why": ("Why: sayso explain {rule}", "想知道原因：sayso explain {rule}"),
    "part": ("{n} {level}", "{level} {n} 項"),
    "owes": ("Before it may go out: {parts}.", "發布前還要：{parts}。"),
    "owes-approval": ("approval by {to}", "{to} 核准"),
    "owes-hand-over": ("hand over to {to}", "轉交 {to}"),
    "owes-disclosure": ("a disclosure", "揭露身分或關係"),
    "owes-credit": ("a credit", "註明來源"),
    "owes-redaction": ("a redaction", "遮蔽資料"),
    "excepted-by": (
        "{rule} is excepted by {exception} ({owner}): {reason}",
        "{rule} 依例外 {exception}（{owner}）不計：{reason}",
    ),
    "protected-by": ("protected speech: {rules} did not fire", "受保護的言論：{rules} 未觸發"),
    "certain": ("certain", "確定"),
    "likely": ("likely", "很可能"),
    "possible": ("possible", "可能"),
    "how-term": ("a listed term", "列管詞語"),
    "how-pattern": ("a pattern", "符合樣式"),
    "how-builtin": ("built-in detector {name}", "內建偵測 {name}"),
    "how-number": ("the number format {name}", "編號格式 {name}"),
    "how-classifier": ("a guess by the classifier {name}", "分類器 {name} 的推測"),
    "how-link": ("a link", "連結"),
    "how-image": ("a picture", "圖片"),
    "how-missing": ("something is missing", "缺少必要內容"),
    "how-context": ("who, where or when", "人、場合或時間"),
    "partial": (
        "Stopped: the answer above is partial, 1 post was checked. || "
        "Stopped: the answer above is partial, {n} posts were checked.",
        "已中斷：以上只是部分結果，檢查了 {n} 則貼文。",
    ),
    "stopped": ("Stopped.", "已中斷。"),
    "left-out": ("and {n} more: see the summary or `sayso -o json`", "另有 {n} 項：請看摘要，或用 `sayso -o json`"),
    "summary-heading": ("Sayso: what the policy says", "Sayso：政策檢查結果"),
    "annotation": ("{level} {rule} ({clause} of {edition})", "{level} {rule}（{edition} 版 {clause}）"),
    "column-place": ("Place", "位置"),
    "column-verdict": ("Verdict", "判定"),
    "column-message": ("Message", "說明"),
    "column-rule": ("Rule", "規則"),
    "column-clause": ("Clause", "條款"),
    # Progress.
    "progress": ("1 post checked || {n} posts checked", "已檢查 {n} 則貼文"),
    "progress-left": ("{n} posts checked, about {left} s left", "已檢查 {n} 則貼文，約剩 {left} 秒"),
    # Writing.
    "cannot-write": (
        "{file} could not be written: {reason}. Nothing was left half-written.",
        "無法寫入 {file}：{reason}。沒有留下不完整的檔案。",
    ),
    "cannot-print": (
        "The answer could not be written to standard output: {reason}.",
        "無法把結果寫到標準輸出：{reason}。",
    ),
    "summary-unwritten": (
        "The step's summary {file} could not be written: {reason}.",
        "無法寫入步驟摘要 {file}：{reason}。",
    ),
    "wrote": ("Wrote {file}", "已寫入 {file}"),
    # Lint.
    "lint-clean": ("No mistakes in {clauses} and {rules}{where}.", "{clauses}、{rules}，沒有錯誤{where}。"),
    "clause-count": ("1 clause || {n} clauses", "{n} 條條款"),
    "rule-count": ("1 rule || {n} rules", "{n} 條規則"),
    "lint-count": ("1 mistake. || {n} mistakes.", "共 {n} 處錯誤。"),
    "lint-warnings": ("1 warning. || {n} warnings.", "共 {n} 項提醒。"),
    "error": ("error", "錯誤"),
    "warning": ("warning", "提醒"),
    "lint-more": ("More about one: sayso explain {code}", "進一步說明：sayso explain {code}"),
    # Tests.
    "tests-count": (
        "{passed} passed, {failed} failed, 1 known gap in {ms} ms || "
        "{passed} passed, {failed} failed, {n} known gaps in {ms} ms",
        "{passed} 項通過、{failed} 項失敗、{n} 項已知缺口，{ms} 毫秒",
    ),
    "tests-none": (
        "This policy has no tests. Write some in tests/*.yaml.",
        "這份政策沒有測試。請在 tests/*.yaml 撰寫測試。",
    ),
    "tests-none-named": (
        "No test's name holds “{text}”, so nothing was tested. `sayso test -v` lists the names.",
        "沒有名稱含「{text}」的測試，所以什麼都沒測。輸入 `sayso test -v` 可列出所有測試。",
    ),
    "cannot-edit": (
        "{file}: the test “{name}” could not be rewritten ({reason}). Change it by hand; nothing was written.",
        "{file}：無法改寫測試「{name}」（{reason}）。請自行修改；沒有寫入任何變更。",
    ),
    "test-failed": ("failed", "失敗"),
    "test-passed": ("passed", "通過"),
    "test-gap": ("known gap", "已知缺口"),
    "expected": ("expected: {what}", "預期：{what}"),
    "got": ("got:      {what}", "實際：{what}"),
    "gap-closed": ("it passes now: remove known_gap", "現在已通過，請移除 known_gap"),
    "mutants": (
        "1 rule could be dropped and no test would notice: || {n} rules could be dropped and no test would notice:",
        "有 {n} 條規則就算拿掉，也沒有測試會發現：",
    ),
    "mutants-none": (
        "No rule could go unnoticed: drop it, and a test fails. || "
        "No rule could go unnoticed: drop any of the {n}, and a test fails.",
        "沒有規則會憑空消失而沒人發現：{n} 條規則不論拿掉哪一條，都會有測試失敗。",
    ),
    "mutate-needs-green": (
        "--mutate needs tests that pass; mend the failed ones first.",
        "--mutate 要在測試都通過時才有意義，請先修好失敗的測試。",
    ),
    "accept-nothing": (
        "The tests already say what happens. Nothing was written.",
        "測試內容與目前結果一致，沒有寫入任何變更。",
    ),
    "accepted": (
        "1 test now expects what happens. || {n} tests now expect what happens.",
        "已將 {n} 項測試改成目前的結果。",
    ),
    # Try.
    "try-summary": (
        "1 post: {stopped} newly stopped, {passed} newly passed, {changed} changed, {same} unchanged. || "
        "{n} posts: {stopped} newly stopped, {passed} newly passed, {changed} changed, {same} unchanged.",
        "{n} 則貼文：新增攔下 {stopped} 則、新增放行 {passed} 則、結果改變 {changed} 則、不變 {same} 則。",
    ),
    "try-stopped": ("Newly stopped", "新增攔下"),
    "try-passed": ("Newly passed", "新增放行"),
    "try-changed": ("Changed", "結果改變"),
    "try-needs-posts": ("`try` needs posts: --on FILE.jsonl.", "`try` 需要貼文：請加上 --on 檔案.jsonl。"),
    # Diff.
    "diff-none": ("No difference{who}.", "沒有差異{who}。"),
    "diff-who": (" for {role}", "（{role}）"),
    "diff-whom": ("   (concerns: {roles})", "   （與誰有關：{roles}）"),
    "everyone": ("everyone", "所有人"),
    "diff-summary": (
        "{added} added, {removed} removed, {changed} changed{who}.",
        "新增 {added} 項、移除 {removed} 項、變更 {changed} 項{who}。",
    ),
    "added": ("added", "新增"),
    "removed": ("removed", "移除"),
    "changed": ("changed", "變更"),
    "diff-secret": (
        "terms: {added} added, {removed} removed (the list is secret)",
        "新增 {added} 個、移除 {removed} 個詞語（名單保密）",
    ),
    "kind-rule": ("rule", "規則"),
    "kind-clause": ("clause", "條款"),
    "kind-lexicon": ("lexicon", "詞表"),
    "kind-role": ("role", "角色"),
    "kind-exception": ("exception", "例外"),
    "kind-window": ("window", "期間"),
    "kind-number": ("number format", "編號格式"),
    "kind-setting": ("setting", "設定"),
    # Explain.
    "no-such-thing": (
        "“{name}” is no rule, clause, problem code or built-in detector. {hint}",
        "找不到名為「{name}」的規則、條款、問題代碼或內建偵測。{hint}",
    ),
    "labelled": ("{name}: {text}", "{name}：{text}"),
    "explain-looks": ("Looks for", "尋找"),
    "explain-requires": ("Requires", "必須有"),
    "explain-unless": ("Unless", "除非"),
    "explain-when": ("When", "適用情況"),
    "explain-always": ("always", "一律適用"),
    "explain-then": ("Then", "結果"),
    "explain-says": ("Says", "訊息"),
    "explain-fires": ("Fires on", "會觸發"),
    "explain-silent": ("Silent on", "不會觸發"),
    "explain-clause": ("Clause", "條款"),
    "explain-upheld": ("Upheld by", "由以下規則落實"),
    "explain-guidance": ("no rule: it is guidance", "沒有規則，屬於指引"),
    "explain-shadow": ("in shadow mode: it raises nothing yet", "試行中，目前不影響判定"),
    "explain-builtin": ("In a rule: `find: {name}`", "在規則裡這樣寫：`find: {name}`"),
    "explain-secret": ("(their examples would show secret terms)", "（範例含保密詞語，不予顯示）"),
    "source-lexicon": ("terms of the list “{name}” ({n})", "詞表「{name}」的詞語（{n} 個）"),
    "source-lexicon-secret": ("terms of the secret list “{name}” ({n})", "保密詞表「{name}」的詞語（{n} 個）"),
    "source-terms": ("the words {values}", "詞語{values}"),
    "source-pattern": ("the pattern {values}", "樣式{values}"),
    "source-builtin": ("{values} (built in)", "{values}（內建）"),
    "source-classifier": (
        "wording that the classifier {values} finds more probable than {above}",
        "分類器 {values} 判斷機率高於 {above} 的說法",
    ),
    "source-number": ("numbers of the form {values}", "編號格式 {values}"),
    "source-link_to": ("links to {values}", "連到 {values} 的連結"),
    "source-link_outside": ("links to anywhere but {values}", "連到 {values} 以外的連結"),
    "source-image": ("a picture {values}", "圖片 {values}"),
    "to": ("{level}, to {to}", "{level}，交給 {to}"),
    "when-account": ("the account is {values}", "帳號為 {values}"),
    "when-channel": ("the channel is {values}", "頻道為 {values}"),
    "when-replying_to": ("it answers: {values}", "回覆的是 {values}"),
    "when-by": ("the author is {values}", "發文者是 {values}"),
    "when-by_not": ("the author is not {values}", "發文者不是 {values}"),
    "when-trained": ("the author has completed {values}", "發文者已完成課程 {values}"),
    "when-trained_not": ("the author has not completed {values}", "發文者未完成課程 {values}"),
    "when-has": ("the post has {values}", "貼文附有 {values}"),
    "when-mentions": ("the post mentions {values}", "貼文提到 {values}"),
    "when-window": ("it is within {values}", "在 {values} 期間"),
    "when-given": ("it holds: {values}", "目前有 {values} 的情況"),
    "when-lang": ("the post is in {values}", "貼文語言為 {values}"),
    # Build.
    "needs-docs": (
        "A PDF needs typst and a Chinese font. Install both with: pip install 'sayso[docs]'",
        "產生 PDF 需要 typst 和中文字型。請安裝：pip install 'sayso[docs]'",
    ),
    "no-such-language": (
        "This policy has no text in “{value}”. {hint}It has: {choices}.",
        "這份政策沒有「{value}」的文字。{hint}現有語言：{choices}。",
    ),
    "pdf-failed": ("The PDF could not be made: {reason}", "無法產生 PDF：{reason}"),
    "pdf-glyphs": (
        "{file}: 1 character has no shape in the font and is drawn as □: {chars} || "
        "{file}: {n} characters have no shape in the font and are drawn as □: {chars}",
        "{file}：有 {n} 個字元字型裡沒有，以 □ 代替：{chars}",
    ),
    # Quiz.
    "quiz-open": (
        "{company}, edition {edition}: {n} questions, {pass_mark}% to pass. Nothing is stored.",
        "{company}，版本 {edition}：共 {n} 題，{pass_mark}% 及格。不會留下任何紀錄。",
    ),
    "quiz-question": ("{at}/{n}  {ask}", "{at}/{n}  {ask}"),
    "quiz-prompt": ("Your answer (1-{most}): ", "您的答案（1-{most}）："),
    "quiz-number": ("Type a number from 1 to {most}.", "請輸入 1 到 {most} 的數字。"),
    "quiz-right": ("✓ Right. {because}", "✓ 答對了。{because}"),
    "quiz-wrong": ("✗ Not this. {because}", "✗ 不是這個。{because}"),
    "quiz-read": (
        "  Clause {number}: {title} (sayso explain {clause})",
        "  條款 {number}：{title}（sayso explain {clause}）",
    ),
    "quiz-again": ("Try again.", "再試一次。"),
    "quiz-passed": (
        "Passed: {right} of {n} right at the first try ({share}%).",
        "及格：{n} 題中有 {right} 題一次答對（{share}%）。",
    ),
    "quiz-failed": (
        "Not passed yet: {right} of {n} right at the first try ({share}%), {pass_mark}% are needed. Try again whenever you like.",
        "還沒及格：{n} 題中有 {right} 題一次答對（{share}%），需要 {pass_mark}%。隨時可以再試一次。",
    ),
    "quiz-none": (
        "This policy has no questions and no examples to make some from. Write some in quiz.yaml.",
        "這份政策沒有題目，也沒有可以出題的範例。請在 quiz.yaml 撰寫題目。",
    ),
    "quiz-ended": (
        "The answers ended at question {at} of {n}, so there is no result.",
        "答案在第 {at} 題（共 {n} 題）就結束了，所以沒有結果。",
    ),
    # Schema and i18n.
    "i18n-in-step": ("The only clause is in step. || All {n} clauses are in step.", "{n} 條條款各語言都已同步。"),
    "i18n-out": ("1 clause is out of step: || {n} clauses are out of step:", "有 {n} 條條款各語言不同步："),
    "i18n-no-lock": (
        "There is no {file} yet; `sayso lint` warns of translations from the first `sayso i18n accept` on.",
        "還沒有 {file}；第一次執行 `sayso i18n accept` 之後，`sayso lint` 才會提醒譯文不同步。",
    ),
    "i18n-accept": (
        "{clause}: {langs} confirmed against the present {source} text.",
        "{clause}：已確認 {langs} 與目前的 {source} 條文一致。",
    ),
    "i18n-which": ("Which clause? Write: sayso i18n accept CLAUSE", "是哪一條？請寫：sayso i18n accept 條款"),
    "diff-material": ("For those it concerns (asks for a new signature):", "對相關人員的影響（需要重新簽署）："),
    "diff-wording": ("Wording only (no new signature):", "只改文字（不必重新簽署）："),
    "effect-new-duty": ("new duty           ", "新增義務"),
    "effect-more-freedom": ("more freedom       ", "更自由　"),
    "effect-wording": ("wording            ", "文字調整"),
    "effect-no-longer": ("no longer applies  ", "不再適用"),
    "diff-profile-and-two": (
        "--profile compares one policy with what it would be; name no second one.",
        "--profile 是拿一份政策與改用該做法後的樣子比較，請不要再指定第二份。",
    ),
    # The interview.
    "init-is-file": ("“{where}” is a file. Name a folder.", "「{where}」是檔案，請改用資料夾名稱。"),
    "init-not-empty": (
        "“{where}” is not empty. Name a folder that does not exist yet; nothing was changed.",
        "「{where}」不是空的資料夾。請指定尚未存在的資料夾；沒有更動任何檔案。",
    ),
    "init-bad-answers": (
        "“{file}” cannot be used: 1 mistake. || “{file}” cannot be used: {n} mistakes.",
        "無法使用「{file}」，共有 {n} 處錯誤。",
    ),
    "init-welcome": (
        "Up to {n} questions. Enter takes the suggestion; back, skip, all (suggestions for the rest) and ? work at any time.",
        "最多 {n} 個問題。按 Enter 採用建議；隨時可輸入：上一題、略過、全部（其餘採用建議）、?。",
    ),
    "init-resumed": (
        "Going on where you left off: 1 answer is there already. || Going on where you left off: {n} answers are there already.",
        "從上次的地方繼續，已有 {n} 個答案。",
    ),
    "init-suggested": ("  Suggested: {answer}. {because}", "  建議：{answer}。{because}"),
    "init-turns-on": ("  Turns on: {what}", "  影響：{what}"),
    "init-first": ("This is the first question.", "這是第一題。"),
    "init-help": (
        "Type a number, a name or your own words. Several: with commas. Enter or skip: as suggested. back: the question before. "
        "all: suggestions for the rest. Ctrl-C: stop; the same command goes on later.",
        "輸入編號、名稱或自己的文字；多個答案用逗號分開。Enter 或「略過」：採用建議。「上一題」：回到前一題。「全部」：其餘採用建議。"
        "Ctrl-C：中斷，之後用同一個命令繼續。",
    ),
    "init-not-an-answer": (
        "That is no answer here. {hint}It takes {expected}.",
        "這裡不能這樣回答。{hint}請輸入{expected}。",
    ),
    "init-fight": ("Look again at “{question}”: {what}", "請再看一次「{question}」：{what}"),
    "init-kept": (
        "What you answered is kept in {file}. Run the same command to go on.",
        "答案已存入 {file}。再執行一次同樣的命令就能繼續。",
    ),
    "init-written": (
        "A policy is in {where}: {clauses} clauses in two languages, {rules} rules, {questions} quiz questions.",
        "政策已寫入 {where}：{clauses} 條條款（兩種語言）、{rules} 條規則、{questions} 題測驗。",
    ),
    "init-coverage": ("{written} of {every} controls are written.", "{every} 個控制項中，已寫入 {written} 個。"),
    "init-next": (
        "Next: put names into {where}/people.yaml, read it with\n  sayso coverage --policy {where}\nand check a post with\n"
        "  echo 'Our safest product yet' | sayso check - --policy {where} --on company --as social-manager",
        "接著：在 {where}/people.yaml 填入姓名，再用以下命令查看\n  sayso coverage --policy {where}\n並檢查一則貼文\n"
        "  echo '史上最安全的產品' | sayso check - --policy {where} --on company --as social-manager",
    ),
    "init-needs-a-look": (
        "The policy is in {where}, but 1 example does not hold with your answers; see above. || "
        "The policy is in {where}, but {n} examples do not hold with your answers; see above.",
        "政策已寫入 {where}，但有 {n} 個例子與您的答案不合，請見上方。",
    ),
    # The audit.
    "audit-counts": (
        "Of {every} controls: {met} met, {partly} partly, {missing} missing.",
        "{every} 個控制項：符合 {met} 個、部分符合 {partly} 個、缺少 {missing} 個。",
    ),
    "audit-met": ("met    ", "符合　"),
    "audit-partly": ("partly ", "部分　"),
    "audit-missing": ("missing", "缺少　"),
    "audit-shows": ("           “{text}”{page}", "           「{text}」{page}"),
    "audit-page": (" (page {page})", "（第 {page} 頁）"),
    "audit-guess": (
        "A computer read this. It finds wording, not intent: read the sentences before you rely on it, and ask a lawyer.",
        "這是電腦讀出來的結果。它看的是用字，不是用意：採用前請讀過原句，並請教律師。",
    ),
    "audit-overbroad": ("Clauses that may reach too far", "可能寫得太寬的條款"),
    "audit-instead": ("Narrower", "較窄的寫法"),
    "audit-adopts-one": (
        "--adopt starts a policy from one file; name just one.",
        "--adopt 只能用一個檔案起草政策，請只指定一個。",
    ),
    "audit-adopted": (
        "A policy is in {where}. Of the old text {met} controls are met, {partly} partly, {missing} were filled from the "
        "catalogue. {where}/adopted.md quotes the old text beside the new clauses: carry over what you want to keep.",
        "政策已寫入 {where}。原有的政策符合 {met} 個控制項、部分符合 {partly} 個，其餘 {missing} 個由範本補上。{where}/adopted.md 把原文"
        "與新條款並列，請把想保留的內容搬過去。",
    ),
    "audit-worklist": ("What “{file}” says, beside the new clauses", "「{file}」的內容，與新條款對照"),
    "audit-worklist-why": (
        "The clauses of the new policy come from the catalogue. Where the old text says it better, move its words there.",
        "新政策的條款來自範本。舊文字寫得更好的地方，請搬到新條款。",
    ),
    "audit-worklist-line": ("Old text: {status}. New clauses: {clauses}", "舊文字：{status}。新條款：{clauses}"),
    "audit-needs-extra": (
        "reading it needs more: pip install 'sayso[docs]'",
        "讀取這種檔案需要額外套件：pip install 'sayso[docs]'",
    ),
    "audit-encrypted": (
        "it is locked with a password. Save it without one, then audit that file",
        "檔案有密碼保護。請另存成沒有密碼的檔案再檢視",
    ),
    "audit-broken": ("it is damaged, or not what its name says", "檔案已損壞，或不是檔名所說的格式"),
    "audit-no-text": (
        "its {pages} pages are pictures without text. Run text recognition (OCR) on it first",
        "這 {pages} 頁都是圖片，沒有文字。請先做文字辨識（OCR）",
    ),
    "audit-too-many-pages": ("it has {pages} pages; at most {most} are read", "共有 {pages} 頁，最多讀取 {most} 頁"),
    "audit-too-slow": (
        "it took longer than {seconds} seconds to read. Save it anew or as text",
        "讀取超過 {seconds} 秒。請重新存檔，或存成文字檔",
    ),
    "audit-too-large": ("it needs more than {most} MiB", "需要超過 {most} MiB"),
    "audit-too-long": ("its text is longer than {most} characters", "文字超過 {most} 個字"),
    "audit-too-little": (
        "only {found} characters of text were found, and a policy has at least {least}. A web page that is mostly "
        "navigation? Save the policy's own text",
        "只找到 {found} 個字，政策至少要有 {least} 個字。如果網頁大多是選單，請另存政策本文",
    ),
    "audit-no-words": ("it is no text", "這不是文字檔"),
    "audit-other-language": (
        "it is in neither English nor Chinese, the languages that Sayso audits",
        "內容不是英文也不是中文，Sayso 只能檢視這兩種語言",
    ),
    # Coverage.
    "coverage-written": ("Written ", "已寫入"),
    "coverage-taught": ("Taught  ", "已教導"),
    "coverage-enforced": ("Enforced", "已落實"),
    "coverage-open": ("Not treated by any clause:", "沒有條款處理："),
    "coverage-unenforced": ("Clauses that nothing enforces (guidance):", "沒有任何機制落實的條款（屬於指引）："),
    "coverage-untaught": ("Rules whose clause the quiz never asks about:", "測驗沒有問到其條款的規則："),
    "coverage-unknown": ("Controls of coverage.yaml that nobody knows:", "coverage.yaml 裡不存在的控制項："),
    "coverage-permits": (
        "{permits} clauses say what people may do, {forbids} what they may not.",
        "{permits} 條條款說明可以做什麼，{forbids} 條說明不能做什麼。",
    ),
    "coverage-grade": (
        "English reads at school grade {grade} on average.",
        "英文條文平均需要 {grade} 年級的閱讀程度。",
    ),
    "coverage-hard": ("Hard to read:", "不易閱讀："),
    "coverage-late": (
        "1 translation is out of step: sayso i18n status. || {n} translations are out of step: sayso i18n status.",
        "有 {n} 則譯文不同步，請見 sayso i18n status。",
    ),
    "coverage-in-step": ("All translations are in step.", "所有譯文都同步。"),
    "no-such-clause": ("“{name}” is no clause of this policy. {hint}", "這份政策沒有「{name}」這一條。{hint}"),
    "step-missing": ("has no text", "沒有文字"),
    "step-new": ("was never confirmed", "尚未確認過"),
    "step-changed": ("changed since it was confirmed", "確認後有更動"),
    "step-by-original": (" (the authoritative text)", "（準據文字）"),
    "step-by-translation": (" (the translation)", "（譯文）"),
    "step-by-both": (" (both texts)", "（兩份文字）"),
    # Help.
    "about": ("Sayso checks posts against a company's social media policy.", "Sayso 依公司的社群媒體政策檢查貼文。"),
    "six": ("Six commands to start with:", "先認識六個命令："),
    "all-help": ("All commands: sayso --help", "所有命令：sayso --help"),
    "commands": ("Commands", "命令"),
    "options": ("Options", "選項"),
    "example": ("Example", "範例"),
    "exits": ("Exit codes", "結束代碼"),
    "exit-0": ("nothing at or above --fail-on", "沒有達到 --fail-on 的發現"),
    "exit-1": ("findings, failed tests or mistakes in the policy", "有發現、測試失敗，或政策有錯誤"),
    "exit-2": ("wrong use, or no usable policy", "用法錯誤，或沒有可用的政策"),
    "exit-3": ("could not finish (a file, a row, the disk)", "無法完成（檔案、資料行或磁碟問題）"),
    "exit-130": (
        "stopped by you; what was found is shown, marked partial",
        "由使用者中斷；已完成的部分會標示為部分結果",
    ),
    "values": ("{text}; one of: {values}", "{text}；可用：{values}"),
    "more-help": ("sayso COMMAND --help tells more.", "輸入 sayso 命令 --help 可看詳細說明。"),
    # When something breaks.
    "unexpected": (
        "Something broke that should not have ({kind} in {where}). Nothing was changed; run again with -v "
        "for the trace, and please report it.",
        "發生了不該出現的問題（{where} 的 {kind}）。沒有變更任何檔案；請加上 -v 再執行一次取得追蹤內容，並回報給我們。",
    ),
    "out-of-memory": ("There was not enough memory to finish.", "記憶體不足，無法完成。"),
    "worker-died": (
        "A worker process ended early, perhaps for want of memory. Try --jobs 1.",
        "有個工作程序提前結束，可能是記憶體不足。請試試 --jobs 1。",
    ),
}


class Words(NamedTuple):
    """The table in one language."""

    lang: str

    def __call__(self, key: str, /, **given: object) -> str:
        """The message of that name, filled, lists as lists; with ``n`` of 1 the singular, where the language has one."""
        text = TABLE[key][LANGUAGES.index(self.lang)]
        if " || " in text:
            one, many = text.split(" || ")
            text = one if given.get("n") == 1 else many
        hint = given.get("hint")
        if "hint" in given:
            given["hint"] = self("did-you-mean", name=hint) if hint else ""
        return text.format_map(
            {name: self.listed(value) if isinstance(value, list | tuple) else value for name, value in given.items()}
        )

    def listed(self, parts: Iterable[str]) -> str:
        """Some things one after another, with the language's own comma between them."""
        return ("、" if self.lang == "zh-Hant" else ", ").join(parts)

    def aside(self, text: object) -> str:
        """A text in brackets, to stand after another."""
        return f"（{text}）" if self.lang == "zh-Hant" else f" ({text})"

    def of(self, texts: Mapping[str, str]) -> str:
        """The text in this language, or else in the first that there is."""
        return texts.get(self.lang) or next(iter(texts.values()), "")

    def pair(self, texts: tuple[str, str]) -> str:
        """The text of a pair that is in this language."""
        return texts[LANGUAGES.index(self.lang)]


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant; None when nothing is near."""
    import difflib

    close = difflib.get_close_matches(name, list(names), n=1, cutoff=0.6)
    return close[0] if close else None


def language(asked: str | None, environment: Mapping[str, str] = os.environ) -> str | None:
    """The language to speak: asked for, else as the environment says; None when what was asked for is not spoken.

    Any Chinese of the environment is answered in Traditional Chinese, the only one there is here.
    """
    if asked is not None:
        return _spoken(asked)
    for name in ("SAYSO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return _spoken(environment[name]) or "en"
    return "en"


def _spoken(tag: str) -> str | None:
    first = tag.replace("_", "-").split("-")[0].split(".")[0].lower()
    return {"en": "en", "zh": "zh-Hant"}.get(first)
