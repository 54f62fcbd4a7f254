"""What the handbook says around the policy's own words, in English and in Traditional Chinese as written in Taiwan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

LANGUAGES: Final = ("en", "zh-Hant")

TABLE: Final[dict[str, tuple[str, str]]] = {
    # The frame.
    "title": ("Social media handbook", "社群媒體手冊"),
    "skip": ("Skip to the content", "跳到內容"),
    "contents": ("Contents", "目錄"),
    "edition": ("Edition", "版本"),
    "effective": ("In force from", "生效日"),
    "owner": ("Owner", "負責人"),
    "signed-off": ("Signed off by", "簽核"),
    "review": ("Reviewed every", "檢討週期"),
    "sign": ("Read and sign within", "閱讀並簽署期限"),
    "pass": ("Quiz is passed with", "測驗及格標準"),
    "other-language": ("In English", "中文版"),
    "digest": ("Digest of this edition", "本版本的摘要值"),
    "made": (
        "Made by Sayso from the policy’s files. The same files always give the same handbook and the same digest.",
        "由 Sayso 依政策檔案產生。同樣的檔案，一定產生同樣的手冊與摘要值。",
    ),
    "authoritative": ("The text in {lang} counts; this is a translation.", "以{lang}文字為準；這是譯文。"),
    "language-en": ("English", "英文"),
    "language-zh-Hant": ("Traditional Chinese", "繁體中文"),
    "seven": ("{n} things to know", "先記住這 {n} 件事"),
    "seven-intro": ("If you read nothing else, read these.", "時間不多的話，先讀這幾條。"),
    "labelled": ("{name}: {text}", "{name}：{text}"),
    "link-to": ("Link to clause {number}", "條款 {number} 的連結"),
    # What changed.
    "changes": ("What changed", "這一版改了什麼"),
    "changes-intro": (
        "Compared with edition {edition}. Changes of wording alone never ask you to sign again.",
        "與版本 {edition} 比較。只改文字時，不會要你重新簽署。",
    ),
    "changes-none": (
        "No clause changed since edition {edition}.",
        "與版本 {edition} 相比，條款沒有變動。",
    ),
    "changes-for": ("For: {roles}", "與誰有關：{roles}"),
    "effect-new-duty": ("New duty", "新增義務"),
    "effect-more-freedom": ("More freedom", "更自由"),
    "effect-wording": ("Wording only", "只改文字"),
    "effect-no-longer": ("No longer applies", "不再適用"),
    "before": ("Before", "原本"),
    "everyone": ("everyone", "所有人"),
    "everyone-but": ("everyone but {roles}", "{roles}以外的所有人"),
    # Who speaks.
    "speakers": ("Who speaks for us", "誰代表我們發言"),
    "speakers-intro": (
        "As of edition {edition}. Everybody else speaks for themselves.",
        "依版本 {edition}。其他人發言只代表自己。",
    ),
    "they-speak": ("They speak for us", "可以代表我們發言"),
    "they-help": ("They decide and help", "負責核准與協助"),
    "members": ("People", "成員"),
    "topics": ("Topics", "主題"),
    "posts-on": ("Posts on", "發文頻道"),
    "approves-on": ("Approves on", "核准頻道"),
    "leads": ("Leads", "帶領"),
    "teams": ("Who answers what", "誰負責回應什麼"),
    "teams-intro": ("Pass it on to the team that owns it.", "看到下列情況，請轉給負責的小組。"),
    "first-reply": ("First reply", "首次回覆"),
    "gets": ("Gets", "負責"),
    "lead": ("Led by", "主責"),
    "backup": ("Backup", "備援"),
    "always": ("day and night", "全天候"),
    "office-hours": ("Office hours: {days} {start}–{end}, {zone}", "上班時間：{days} {start}–{end}（{zone}）"),
    "channels": ("Our channels", "我們的頻道"),
    "channel": ("Channel", "頻道"),
    "posted-by": ("Who posts", "發文"),
    "approved-there-by": ("Who says yes", "核准"),
    "handle": ("Account", "帳號"),
    "no-approval": ("no approval needed", "不需核准"),
    "nobody": ("nobody yet", "尚未指定"),
    # Clauses.
    "checks": ("What the computer checks", "電腦會檢查什麼"),
    "no-checks": (
        "No check of posts for this one. Keep it in mind.",
        "這一條沒有貼文檢查，請自己留意。",
    ),
    "fine": ("Fine", "可以"),
    "not-fine": ("Not fine", "不行"),
    "better-not": ("Could be better", "可以更好"),
    "trial": ("being tried out: it stops nothing yet", "試行中：目前不會攔下貼文"),
    "secret-examples": (
        "The words are secret, so there are no examples here.",
        "這些詞語保密，所以這裡沒有範例。",
    ),
    "excepted": (
        "Exception until {until} ({owner}): {reason}",
        "例外至 {until}（{owner}）：{reason}",
    ),
    # What a rule looks at: a sentence from parts.
    "check": ("{post}: {then}.", "{post}：{then}。"),
    "any-post": ("Any post", "任何貼文"),
    "a-post-that": ("A post {parts}", "{parts}"),
    "holds": ("with {things}", "貼文中有{things}"),
    "lacks": ("without {things}", "貼文中沒有{things}"),
    "unless": ("unless it holds {things}", "除非貼文中有{things}"),
    "then-block": ("it must not go out", "不能發布"),
    "then-hand-over": ("hand it over to {to}", "交給{to}"),
    "then-approve": ("{to} must say yes first", "要先由{to}核准"),
    "then-warn": ("look at it again before it goes out", "發布前請再確認"),
    "then-advise": ("a tip, nothing more", "只給建議"),
    "when-account": ("on {values}", "在{values}"),
    "when-channel": ("on {values}", "在 {values}"),
    "when-replying_to": ("in answer to {values}", "回覆{values}時"),
    "when-by": ("written by {values}", "發文者是{values}"),
    "when-by_not": ("written by anyone but {values}", "發文者不是{values}"),
    "when-trained": ("by somebody who has taken the lesson {values}", "發文者上過「{values}」課程"),
    "when-trained_not": ("by somebody who has not taken the lesson {values}", "發文者還沒上過「{values}」課程"),
    "when-has": ("that comes with {values}", "附有{values}時"),
    "when-mentions": ("mentioning {values}", "提到{values}時"),
    "when-window": ("during {values}", "在{values}"),
    "when-given": ("while {values}", "在{values}期間"),
    "when-lang": ("in {values}", "以{values}撰寫時"),
    "account-company": ("a company account", "公司帳號"),
    "account-personal": ("a personal account", "個人帳號"),
    "given-incident": ("an incident is open", "事件處理"),
    "window-quiet-period": ("the quiet period", "緘默期間"),
    "window-election-period": ("the election period", "選舉期間"),
    "has-image": ("a picture", "圖片"),
    "has-video": ("a video", "影片"),
    "has-poll": ("a poll", "投票"),
    "has-link": ("a link", "連結"),
    "source-words": ("the words {values}", "{values}"),
    "source-words-such": ("words such as {values}", "{values}等詞語"),
    "source-secret": ("words of a list that stays secret", "保密清單上的詞語"),
    "source-pattern": ("certain turns of phrase", "特定的說法"),
    "source-classifier": (
        "wording that reads as {values} (the computer guesses)",
        "讀起來{values}的說法（由電腦推測）",
    ),
    "source-link_to": ("a link to {values}", "連到 {values} 的連結"),
    "source-link_outside": ("a link to anywhere but {values}", "連到 {values} 以外的連結"),
    "source-image-without-alt": ("a picture that has no text alternative", "缺少替代文字的圖片"),
    "source-image-without-credit": ("a picture that has no credit", "未註明來源的圖片"),
    "classifier-derogatory": ("derogatory", "像在貶低別人"),
    "note-by": ("written by {values}", "由{values}發文"),
    "note-on": ("on {values}", "在{values}"),
    "note-reply": ("in answer to {values}", "回覆{values}"),
    "note-has": ("with {values}", "附有{values}"),
    "note-has-nothing": ("with no picture", "沒有圖片"),
    "note-given": ("while {values}", "在{values}期間"),
    "note-given-nothing": ("at any other time", "其他時間"),
    # Replies, playbooks.
    "replies": ("Approved replies", "核准過的回覆"),
    "replies-intro": (
        "Start from one of these. Change the details, not the promise.",
        "從這些回覆開始寫。可以改細節，不要改承諾。",
    ),
    "use-for": ("For", "用於"),
    "team": ("Team", "小組"),
    "approved-by": ("Approved by", "核准"),
    "expires": ("Valid until", "有效至"),
    "playbooks": ("When something happens", "出事的時候"),
    "playbooks-intro": ("Who does what, and by when.", "誰在多久之內做什麼。"),
    "starts": ("Starts with", "啟動條件"),
    "starts-mentions": (
        "{n} mentions of {topic} within {within}",
        "{within}內出現 {n} 則有關{topic}的提及",
    ),
    "holds-posts": ("Scheduled posts wait.", "排程貼文先暫停。"),
    "by-then": ("within {span}", "{span}內"),
    "step-reply": ("Reply: {reply}", "回覆範本：{reply}"),
    "step-approve": ("{role} says yes first", "先由{role}核准"),
    "next-update": ("News at least every {span}.", "至少每 {span} 更新一次消息。"),
    "closes": ("Closed by {role}", "由{role}結案"),
    "closes-quiet": ("after {span} of quiet", "恢復平靜 {span} 之後"),
    # Disclaimer.
    "disclaimer": ("Text to copy for your own account", "個人帳號可複製的文字"),
    "disclaimer-none": (
        "You need no disclaimer. If you like one, here is a text.",
        "不需要加註聲明。想加的話，可以用這段文字。",
    ),
    "disclaimer-recommended": (
        "We recommend a line in your profile that says your views are your own.",
        "建議在個人簡介寫一行，說明這是你個人的看法。",
    ),
    "disclaimer-required": (
        "Put this line in your profile before you post about work.",
        "談到工作之前，請先在個人簡介寫上這一行。",
    ),
    "disclaimer-shield": (
        "It helps people to understand who is speaking. It does not make a harmful post harmless.",
        "這能讓別人知道是誰在說話，但不會讓有害的貼文變得無害。",
    ),
    "copy-profile": ("For your profile", "寫在個人簡介"),
    "copy-post": ("In a post about our products", "寫在談到我們產品的貼文"),
    "copy-hint": ("Select the text and copy it.", "選取文字後複製即可。"),
    "profile-text": (
        "I work at {company}. What I write here is my own view.",
        "我在{company}工作。這裡寫的是我個人的看法。",
    ),
    # Pocket card.
    "card": ("Pocket card", "隨身卡"),
    "card-intro": ("One small page (A6) to print and keep.", "可以列印帶著走的一小頁（A6）。"),
    "card-title": ("Before you post", "發文之前"),
    "card-ask": ("Pass it on", "轉給誰"),
    # Coverage and glossary.
    "coverage": ("How this policy is upheld", "這份政策如何落實"),
    "glossary": ("Words of the check", "檢查結果的用詞"),
    "glossary-intro": (
        "What the answer to a post means, mildest first.",
        "檢查貼文後看到的結果是什麼意思，由輕到重。",
    ),
    "level-pass": ("Pass", "通過"),
    "level-advise": ("Tip", "建議"),
    "level-warn": ("Check again", "請確認"),
    "level-approve": ("Approve", "需要核准"),
    "level-hand-over": ("Hand over", "交給別人"),
    "level-block": ("Do not post", "不要發布"),
    "means-pass": ("Nothing in the policy speaks against the post.", "政策裡沒有不同意這則貼文的規定。"),
    "means-advise": ("A tip. You decide.", "一個建議，由你決定。"),
    "means-warn": ("Look at it again. You may still post it.", "請再看一次，你還是可以發布。"),
    "means-approve": ("Wait until the team named has said yes.", "等指定的小組核准後才發布。"),
    "means-hand-over": ("Let the team named answer. Do not answer yourself.", "由指定的小組處理，不要自己回覆。"),
    "means-block": (
        "Not like this. Change it first; the answer says how.",
        "這樣不能發布。請先修改，結果會說明怎麼改。",
    ),
    "word-trial": ("Being tried out", "試行"),
    "means-trial": ("The rule is watched before it counts.", "先觀察這條規則，還不影響結果。"),
    "word-exception": ("Exception", "例外"),
    "means-exception": (
        "A rule does not count for certain words, openly, with an owner and an end.",
        "公開讓某條規則不適用於特定詞語，有負責人和期限。",
    ),
    # Questions made from examples.
    "quiz-ask": ("You are about to post: “{text}” What do you do?", "你準備發布：「{text}」你會怎麼做？"),
    "quiz-ask-where": (
        "You are about to post this ({where}): “{text}” What do you do?",
        "你準備發布（{where}）：「{text}」你會怎麼做？",
    ),
    "quiz-right-warn": ("change it, then post it", "先修改再發布"),
    "quiz-right-approve": ("wait until {to} has said yes", "等{to}核准後再發布"),
    "quiz-right-hand-over": ("leave it to {to} and tell them", "通知{to}，由他們處理"),
    "quiz-right-block": ("not post it like this, and change it first", "不這樣發，先修改"),
    "quiz-as-it-is": ("post it as it is", "直接發布"),
    "quiz-delete-later": ("post it and delete it if somebody complains", "先發布，有人反映再刪除"),
    "quiz-tell-later": ("post it now and tell {to} afterwards", "先發布，之後再告訴{to}"),
    "quiz-answer": ("answer it yourself, since you mean well", "出於好意，自己回覆"),
    "quiz-look-away": ("look away", "當作沒看到"),
    # Names that policies often use.
    "role-comms-lead": ("Communications lead", "公關主管"),
    "role-social-manager": ("Social media team", "社群小組"),
    "role-responders": ("Responders", "回覆小組"),
    "role-spokespeople": ("Spokespeople", "發言人"),
    "role-legal": ("Legal", "法務"),
    "role-finance": ("Finance", "財務"),
    "role-hr": ("HR", "人資"),
    "role-security": ("Security", "資安"),
    "role-employee": ("Everyone who works here", "全體員工"),
    "team-crisis-response": ("Crisis response", "危機應對小組"),
    "team-message-approval": ("Message approval", "訊息核准小組"),
    "team-customer-service": ("Customer service", "客服小組"),
    "team-pr": ("PR", "公關小組"),
    "team-engagement": ("Engagement", "互動小組"),
    "topic-complaint": ("complaints", "客訴"),
    "topic-question": ("questions", "提問"),
    "topic-praise": ("praise", "稱讚"),
    "topic-press": ("the press", "媒體"),
    "topic-safety": ("safety", "安全疑慮"),
    "topic-investor": ("investors", "投資人"),
    "topic-legal-threat": ("legal threats", "法律威脅"),
    "topic-spike": ("sudden waves", "聲量暴增"),
    "topic-approval": ("posts that need a yes", "需要核准的貼文"),
    "topic-other": ("everything else", "其他"),
    "topic-finance": ("finance", "財務"),
    "lesson-brand": ("brand", "品牌"),
    "lesson-etiquette": ("etiquette", "禮儀"),
    "lesson-confidentiality": ("confidentiality", "保密"),
    "lesson-consequences": ("consequences", "後果"),
    "lesson-security": ("security", "資安"),
    "unit-min": ("{n} min", "{n} 分鐘"),
    "unit-h": ("{n} h", "{n} 小時"),
    "unit-day": ("1 day || {n} days", "{n} 天"),
    "unit-week": ("1 week || {n} weeks", "{n} 週"),
    "unit-month": ("1 month || {n} months", "{n} 個月"),
    "unit-year": ("1 year || {n} years", "{n} 年"),
    "day-mon": ("Mon", "週一"),
    "day-tue": ("Tue", "週二"),
    "day-wed": ("Wed", "週三"),
    "day-thu": ("Thu", "週四"),
    "day-fri": ("Fri", "週五"),
    "day-sat": ("Sat", "週六"),
    "day-sun": ("Sun", "週日"),
}

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class Words(NamedTuple):
    """The table in one language; a language that has none is answered in English."""

    lang: str

    @property
    def is_chinese(self) -> bool:
        """Whether it is written in Chinese characters, with their punctuation."""
        return self.lang.startswith("zh")

    def __call__(self, key: str, /, **given: object) -> str:
        """The text of that name, filled; with ``n`` of 1 the singular, where the language has one."""
        text = TABLE[key][1 if self.is_chinese else 0]
        if " || " in text:
            one, many = text.split(" || ")
            text = one if str(given.get("n")) == "1" else many
        return text.format_map(given)

    def named(self, kind: str, name: str) -> str:
        """A name of the policy as people say it: ``named("role", "comms-lead")``; an unknown one without its hyphens."""
        if f"{kind}-{name}" in TABLE:
            return self(f"{kind}-{name}")
        spaced = name.replace("-", " ").replace("_", " ")
        return spaced[:1].upper() + spaced[1:] if kind in ("role", "team") and not self.is_chinese else spaced

    def owner(self, name: str) -> str:
        """A role or a team, whichever of the two is known by that name."""
        return self.named("role" if f"role-{name}" in TABLE else "team", name)

    def owners(self, names: Iterable[str]) -> str:
        """Roles and teams, one after the other."""
        return self.listed([self.owner(name) for name in names])

    def listed(self, parts: Iterable[str]) -> str:
        """Parts one after the other, as the language lists them."""
        return ("、" if self.is_chinese else ", ").join(parts)

    def quoted(self, parts: Iterable[str]) -> str:
        """Words in the language's quotation marks, one after the other."""
        return "".join(f"「{part}」" for part in parts) if self.is_chinese else ", ".join(f"“{part}”" for part in parts)

    def span(self, written: str) -> str:
        """A length of time as the policy writes it (``15 min``), in words; one that is written otherwise as it is."""
        number, _, unit = written.partition(" ")
        key = f"unit-{unit.rstrip('s') if unit != 'h' else unit}"
        return self(key, n=number) if number.isdecimal() and key in TABLE else written

    def day(self, written: str) -> str:
        """A date as people write it; anything else as it is."""
        try:
            day = date.fromisoformat(written)
        except ValueError:
            return written
        if self.is_chinese:
            return f"{day.year} 年 {day.month} 月 {day.day} 日"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def days(self, written: str) -> str:
        """Working days: ``mon-fri``."""
        names = {key.removeprefix("day-"): self(key) for key in TABLE if key.startswith("day-")}
        runs = [[names.get(end.strip(), end) for end in run.split("-")] for run in written.split(",")]
        return self.listed(("至" if self.is_chinese else "–").join(run) for run in runs)

    def of(self, texts: object) -> str:
        """A text of the policy in this language, or else in the first that there is."""
        if not isinstance(texts, dict):
            return str(texts) if texts is not None else ""
        return str(texts.get(self.lang) or next(iter(texts.values()), ""))
