"""A policy's files described once: the description drives reading, the schemas for editors and the reference page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from sayso.core.policy.model import Policy
from sayso.core.policy.problems import NAMED
from sayso.core.policy.shape import (
    LANGUAGE,
    LENGTH,
    ByLanguage,
    Choice,
    Count,
    Day,
    Days,
    Either,
    Field,
    Fields,
    Flag,
    Form,
    Listed,
    Mapped,
    Moment,
    Name,
    Names,
    Pattern,
    Schema,
    Several,
    Shape,
    Share,
    SourceName,
    Words,
    Zone,
)
from sayso.core.policy.tree import Node, Reading
from sayso.core.post import ATTACHMENTS, TOPICS

FORMAT = 1
"""The version of the format, `sayso:` in policy.yaml."""

CLASSIFIERS = ("derogatory",)
"""What the classifiers are called; the engine brings one for each name."""
VERDICTS = ("advise", "warn", "approve", "hand-over", "block")

NAME = Form(
    r"[^\s/:#,{}\[\]\"'|]{1,60}",
    "a name without spaces or punctuation, such as comms-lead",
    "沒有空格和標點的名稱（例如 comms-lead）",
)
ID = Form(
    "[a-z0-9][a-z0-9-]{1,59}",
    "an id of small letters, digits and hyphens, such as earnings-talk",
    "由小寫英文字母、數字和連字號組成的 id（例如 earnings-talk）",
)
CLAUSE_ID = Form(
    r"[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*", "a clause id such as legal.claims", "條款 id（例如 legal.claims）"
)
COUNTRY = Form("[A-Z]{2}", "a country code of two capitals, such as TW", "兩個大寫字母的國家代碼（例如 TW）")
HOST = Form(
    r"(?:[a-z0-9\u00a1-\uffff_-]{1,63}\.)+[a-z\u00a1-\uffff][a-z0-9\u00a1-\uffff-]{1,62}",
    "a host name such as tidewell.example",
    "主機名稱（例如 tidewell.example）",
)
SPAN = Form(
    LENGTH, "a length of time such as `30 days`, `15 min` or `1 h`", "時間長度（例如 `30 days`、`15 min` 或 `1 h`）"
)
KEPT = Form(
    f"never|{LENGTH}(?: after leaving)?",
    "a length of time, such as `5 years`, `5 years after leaving`, or `never`",
    "保存期限（例如 `5 years`、`5 years after leaving` 或 `never`）",
)
PERCENT = Form("(?:100|[1-9]?[0-9])%", "a share such as 80%", "百分比（例如 80%）")
CLOCK = Form("(?:[01][0-9]|2[0-3]):[0-5][0-9]", "a time of day such as 09:00", "時刻（例如 09:00）")
DAYS = Form(
    "(?:mon|tue|wed|thu|fri|sat|sun)(?:-(?:mon|tue|wed|thu|fri|sat|sun))?",
    "days of the week such as mon-fri",
    "星期（例如 mon-fri）",
)
NUMBER_FORMAT = Form(
    r".*[#@].*",
    "a number format with # for a digit and @ for a letter, such as TW-########",
    "編號格式：# 代表數字、@ 代表字母（例如 TW-########）",
)

TEXT = Words()
TEXTS = ByLanguage(TEXT)

# --- policy.yaml ---

COMPANY = Fields(
    {
        "name": Field(TEXTS, "The company's name in each language.", "公司名稱，每種語言各一。", needed=True),
        "country": Field(
            Words(COUNTRY),
            "Country code (ISO 3166); decides how telephone numbers are read.",
            "國家代碼（ISO 3166）；決定電話號碼怎麼判讀。",
        ),
        "industry": Field(TEXT, "What the company does.", "公司從事的行業。"),
        "people": Field(Count(0, 10_000_000), "How many people work there.", "員工人數。"),
        "listed": Field(TEXT, "The exchange on which the company is listed.", "股票在哪個市場掛牌。"),
    },
    title="company",
)

WINDOW = Fields(
    {
        "before": Field(
            Mapped(NAME, Days(), 1),
            "So many days before each event of the calendar, the day itself included.",
            "行事曆事件前多少天（事件當天也算）。",
        ),
        "from": Field(
            Day(), "First day, for a window between two days.", "起日（固定日期的期間）。", was=("starts", "start")
        ),
        "to": Field(Day(), "Last day.", "迄日。", was=("ends", "end", "until")),
        "owner": Field(Name("role"), "The role that keeps the dates right.", "負責維護日期的角色。"),
    },
    title="windows.NAME",
)

NUMBERS = Fields(
    {
        "like": Field(
            Several(Words(NUMBER_FORMAT)),
            "How the number looks: # is a digit, @ a letter, the rest stands for itself.",
            "編號的樣子：# 是數字、@ 是字母，其餘照寫。",
            needed=True,
        ),
        "label": Field(
            TEXTS, "What people call it; shown to the writer.", "大家怎麼稱呼它；會顯示給作者看。", needed=True
        ),
        "check": Field(
            Choice(("none", "luhn", "mod97", "mod11")),
            "The check digit that a real number passes.",
            "真正的編號會通過的檢查碼算法。",
        ),
    },
    title="numbers.NAME",
)

POLICY = Fields(
    {
        "sayso": Field(Count(1, 999_999), "Version of the format; always 1.", "格式版本；固定寫 1。", needed=True),
        "edition": Field(
            TEXT,
            "The name of this edition, such as 2026.2; an edition is never changed, only followed by another.",
            "這個版本的名稱，例如 2026.2；版本發布後不再更動，只會有下一版。",
            needed=True,
            was=("version",),
        ),
        "company": Field(COMPANY, "Whose policy this is.", "這是哪家公司的政策。", needed=True),
        "languages": Field(
            Fields(
                {
                    "authoritative": Field(
                        Words(LANGUAGE),
                        "The language whose text wins when two differ.",
                        "各語言不一致時，以哪個語言為準。",
                        needed=True,
                    ),
                    "also": Field(
                        Listed(Words(LANGUAGE), 0), "The other languages, always complete.", "其他語言，內容必須完整。"
                    ),
                },
                title="languages",
            ),
            "The languages of the policy.",
            "政策的語言。",
            needed=True,
        ),
        "profile": Field(
            Choice(("disclaim-and-go", "few-rules", "public-service", "regulated", "responders-only", "three-parts")),
            "The starting point the policy was written from.",
            "撰寫政策時採用的範本。",
        ),
        "effective": Field(Day(), "The day the edition takes effect.", "版本生效日。"),
        "review_every": Field(Words(SPAN), "How often the policy is looked at again.", "多久檢討一次。"),
        "owner": Field(Name("role"), "The role that answers for the policy.", "負責這份政策的角色。"),
        "signed_off_by": Field(Listed(Name("role")), "The roles that signed the edition off.", "簽核這個版本的角色。"),
        "attest": Field(
            Fields(
                {
                    "within": Field(Words(SPAN), "How long people have to read and sign.", "多久之內要讀完並簽署。"),
                    "quiz_pass": Field(
                        Words(PERCENT), "The share of the quiz that must be right.", "測驗及格的百分比。"
                    ),
                    "again_on": Field(
                        Choice(("material", "every-edition")),
                        "Whether to sign again only after material changes.",
                        "只有重大變更才重簽，還是每版都要重簽。",
                    ),
                },
                title="attest",
            ),
            "Reading, quiz and signing.",
            "閱讀、測驗與簽署。",
        ),
        "personal_accounts": Field(
            Fields(
                {
                    "monitoring": Field(
                        Choice(("none",)),
                        "Always none: personal accounts are not watched.",
                        "固定為 none：公司不監看個人帳號。",
                    ),
                    "disclaimer": Field(
                        Choice(("none", "recommended", "required")),
                        "Whether people add a line that opinions are their own.",
                        "是否要加註「僅代表個人意見」。",
                    ),
                    "self_check": Field(
                        Choice(("private", "off")),
                        "Whether people may check a post privately, with nothing stored.",
                        "是否提供不留紀錄的自我檢查。",
                    ),
                },
                title="personal_accounts",
            ),
            "What holds for people's own accounts.",
            "個人帳號的規定。",
        ),
        "protected_speech": Field(
            Flag(),
            "Words and wording in talk about pay, hours, conditions, safety at work, management or organising are left "
            "alone as far as Sayso recognises such talk; personal data, secrets and links are found all the same.",
            "談論薪資、工時、勞動條件、職場安全、管理方式或組織工會時，Sayso 認得出來的內容就不檢查用詞；"
            "個人資料、機密和連結照樣會找出來。",
        ),
        "consequences": Field(
            Name("clause"), "The clause that says what follows after a mistake.", "說明違規後果的條款。"
        ),
        "domains": Field(
            Several(Words(HOST)),
            "The company's own host names; links that imitate them are found.",
            "公司自己的網域；冒充它們的連結會被找出來。",
        ),
        "numbers": Field(
            Mapped(NAME, NUMBERS),
            "The company's own number formats: orders, patients, employees.",
            "公司自己的編號格式：訂單、病歷、員工等。",
        ),
        "windows": Field(
            Mapped(NAME, WINDOW),
            "Times when extra care applies, such as a quiet period.",
            "需要特別留意的期間，例如緘默期。",
        ),
        "calendar": Field(
            Mapped(NAME, Several(Day())), "Dated events that windows count from.", "期間據以推算的事件日期。"
        ),
        "keep": Field(
            Fields(
                {
                    "company_posts": Field(
                        Words(KEPT), "How long released company posts are kept.", "公司貼文保存多久。"
                    ),
                    "mentions": Field(Words(KEPT), "How long mentions are kept.", "提及保存多久。"),
                    "approvals": Field(Words(KEPT), "How long approvals are kept.", "核准紀錄保存多久。"),
                    "attestations": Field(Words(KEPT), "How long signatures are kept.", "簽署紀錄保存多久。"),
                    "personal_checks": Field(
                        Choice(("never",)),
                        "Always never: private checks are not written at all.",
                        "固定為 never：私人檢查完全不寫入。",
                    ),
                },
                title="keep",
            ),
            "How long things are kept; never means not written at all.",
            "各種資料保存多久；never 表示根本不寫入。",
        ),
    },
    title="policy.yaml",
)

# --- people.yaml and channels.yaml ---

ROLE = Fields(
    {
        "members": Field(
            Either(Choice(("everyone",)), Listed(TEXT, 0)),
            "The people who hold the role, or everyone.",
            "擔任這個角色的人，或 everyone（所有人）。",
            needed=True,
        ),
        "topics": Field(Listed(Words(NAME), 0), "What they may speak about.", "可以發言的主題。"),
    },
    title="roles.NAME",
)

TEAM = Fields(
    {
        "lead": Field(Name("role"), "The role that answers first.", "第一線負責的角色。", needed=True),
        "backup": Field(Name("role"), "The role that steps in.", "備援的角色。"),
        "gets": Field(
            Listed(
                Choice(
                    (
                        "complaint",
                        "question",
                        "praise",
                        "press",
                        "safety",
                        "investor",
                        "legal-threat",
                        "spike",
                        "approval",
                        "other",
                    )
                )
            ),
            "What is passed to the team.",
            "轉給這個小組的事項。",
            needed=True,
        ),
        "first_reply": Field(Words(SPAN), "How soon the first answer goes out.", "多久之內要先回覆。"),
        "hours": Field(
            Choice(("office", "always")), "Whether clocks stop outside office hours.", "下班後時限是否暫停。"
        ),
    },
    title="teams.NAME",
)

PEOPLE = Fields(
    {
        "roles": Field(Mapped(NAME, ROLE, 1), "Who holds which role.", "誰擔任什麼角色。", needed=True),
        "teams": Field(
            Mapped(NAME, TEAM),
            "The teams that answer, each thing with one owner.",
            "負責回應的小組，每件事只有一個負責人。",
        ),
        "hours": Field(
            Fields(
                {
                    "zone": Field(Zone(), "Time zone of the company (IANA).", "公司的時區（IANA 名稱）。"),
                    "days": Field(Words(DAYS), "Working days.", "上班日。"),
                    "from": Field(Words(CLOCK), "Start of the working day.", "上班時間。"),
                    "to": Field(Words(CLOCK), "End of the working day.", "下班時間。"),
                },
                title="hours",
            ),
            "Office hours, by which clocks run.",
            "計算時限所用的上班時間。",
        ),
    },
    title="people.yaml",
)

CHANNEL = Fields(
    {
        "handle": Field(TEXT, "The account's name on the platform.", "在平台上的帳號名稱。"),
        "language": Field(Words(LANGUAGE), "The language it posts in.", "使用的語言。"),
        "posts": Field(Name("role"), "The role that posts.", "負責發文的角色。"),
        "approve": Field(
            Name("approver"), "The role that approves every post, or none.", "每則貼文由誰核准；不需要就寫 none。"
        ),
    },
    title="channels.NAME",
)

CHANNELS = Fields(
    {
        "channels": Field(Mapped(NAME, CHANNEL), "The company's accounts.", "公司的帳號。", needed=True),
        "listen": Field(
            Fields(
                {
                    "names": Field(Listed(TEXT), "Names that mean us.", "代表我們的名稱。"),
                    "not": Field(
                        Listed(TEXT, 0),
                        "Names that look like ours but mean somebody else.",
                        "看起來像、但其實是別人的名稱。",
                    ),
                    "spike": Field(
                        Fields(
                            {
                                "times_normal": Field(
                                    Count(1, 1000),
                                    "How many times the usual number counts as a spike.",
                                    "達到平常的幾倍算暴增。",
                                ),
                                "within": Field(Words(SPAN), "Counted over this time.", "在多長時間內計算。"),
                                "at_least": Field(
                                    Count(1, 1_000_000),
                                    "Fewer mentions than this are never a spike.",
                                    "少於這個數量不算暴增。",
                                ),
                                "quiet_after": Field(
                                    Words(SPAN), "No second alarm within this time.", "多久之內不重複通知。"
                                ),
                            },
                            title="listen.spike",
                        ),
                        "When somebody is woken.",
                        "什麼情況要叫人。",
                    ),
                },
                title="listen",
            ),
            "What counts as a mention of us.",
            "哪些算是提到我們。",
        ),
        "security": Field(
            Fields(
                {
                    "two_factor": Field(
                        Choice(("required", "recommended")), "Second factor at sign-in.", "登入時的雙重驗證。"
                    ),
                    "password": Field(
                        Fields(
                            {
                                "shared": Field(Choice(("never",)), "Passwords are never shared.", "密碼不共用。"),
                                "manager": Field(
                                    Choice(("required", "recommended")),
                                    "Use of a password manager.",
                                    "使用密碼管理器。",
                                ),
                                "min_length": Field(Count(8, 200), "Shortest password allowed.", "密碼至少幾個字元。"),
                            },
                            title="security.password",
                        ),
                        "Passwords of company accounts.",
                        "公司帳號的密碼。",
                    ),
                    "recovery_owner": Field(
                        Name("role"),
                        "The role that can recover an account; not the one that posts.",
                        "負責救回帳號的角色；不能是發文的人。",
                    ),
                    "review_access_every": Field(Words(SPAN), "How often access is reviewed.", "多久檢查一次存取權。"),
                },
                title="security",
            ),
            "How the company's accounts are protected.",
            "公司帳號怎麼保護。",
        ),
    },
    title="channels.yaml",
)

# --- rules.yaml ---

FOUND = Either(
    SourceName(),
    Fields(
        {
            "terms": Field(Several(TEXT), "Words written in place.", "直接列出的字詞。"),
            "pattern": Field(
                Several(Pattern()),
                "A regular expression in RE2 syntax, best in single quotes.",
                "RE2 語法的正規表示式，建議用單引號。",
            ),
            "link_to": Field(
                Several(Words(HOST)), "Links to these hosts or their subdomains.", "連到這些主機（含子網域）的連結。"
            ),
            "link_outside": Field(
                Several(Words(HOST)),
                "Links to anywhere but these hosts and their subdomains.",
                "連到這些主機以外的連結。",
            ),
            "image": Field(
                Choice(("without-alt", "without-credit")),
                "Pictures without alternative text, or without credit.",
                "沒有替代文字或沒有註明來源的圖片。",
            ),
            "classifier": Field(
                Choice(CLASSIFIERS),
                "Texts that a learnt guess takes for this kind; never enough for block.",
                "由統計模型推測屬於這一類的文字；不能單獨用來 block。",
            ),
            "above": Field(Share(), "How probable the classifier must find it.", "分類器判斷的機率要高於多少才算。"),
        },
        one_of=("terms", "pattern", "link_to", "link_outside", "image", "classifier"),
        together=("classifier", "above"),
        title="find: {KIND: …}",
    ),
)

SOURCES = Several(FOUND)

WHEN = Fields(
    {
        "account": Field(
            Several(Name("account")),
            "personal, company, or company channels by name.",
            "personal（個人）、company（公司），或公司頻道名稱。",
        ),
        "channel": Field(Several(Name("channel")), "Company channels.", "公司頻道。"),
        "replying_to": Field(Several(Choice(TOPICS)), "What the post answers.", "貼文在回覆什麼。"),
        "by": Field(Several(Name("role")), "The author holds one of these roles.", "作者有其中一個角色。"),
        "by_not": Field(Several(Name("role")), "The author holds none of these roles.", "作者沒有這些角色。"),
        "trained": Field(
            Several(Words(NAME)), "The author has completed one of these lessons.", "作者上過其中一門課。"
        ),
        "trained_not": Field(Several(Words(NAME)), "The author lacks one of these lessons.", "作者缺其中一門課。"),
        "has": Field(Several(Choice(ATTACHMENTS)), "The post carries one of these.", "貼文附有其中一項。"),
        "mentions": Field(SOURCES, "The post mentions one of these.", "貼文提到其中一項。"),
        "window": Field(Several(Name("window")), "The time lies in one of these windows.", "時間落在其中一個期間。"),
        "given": Field(
            Several(Name("fact")),
            "This holds besides: incident, or a window.",
            "另外成立的情況：incident（事件處理中）或期間。",
        ),
        "lang": Field(Several(Words(LANGUAGE)), "The post is in one of these languages.", "貼文使用其中一種語言。"),
    },
    title="when",
)

EXAMPLE = Either(
    TEXT,
    Fields(
        {
            "text": Field(TEXT, "The post.", "貼文內容。", needed=True),
            "by": Field(TEXT, "Who would post it: a person or a role.", "誰要發：人或角色。"),
            "account": Field(Name("account"), "personal, company, or a channel.", "personal、company 或頻道名稱。"),
            "channel": Field(Name("channel"), "The company channel.", "公司頻道。"),
            "replying_to": Field(Choice(TOPICS), "What it answers.", "在回覆什麼。"),
            "has": Field(Listed(Choice(ATTACHMENTS), 0), "What it carries.", "附有什麼。"),
            "given": Field(Listed(Name("fact"), 0), "What holds besides.", "另外成立的情況。"),
        },
        title="fires / silent",
    ),
)

EXAMPLES = ByLanguage(Several(EXAMPLE), complete=False)

FIX = Fields(
    {
        "replace_with": Field(
            Either(Choice(("lexicon",)), TEXTS),
            "Text to put in place; lexicon: the term's own instead.",
            "換成什麼；寫 lexicon 就用詞表裡的 instead。",
        ),
        "append": Field(TEXTS, "Text to add at the end.", "補在最後的文字。"),
        "delete": Field(Choice(("match",)), "Take the words out.", "刪掉找到的字。"),
    },
    one_of=("replace_with", "append", "delete"),
    title="fix",
)

RULE = Fields(
    {
        "id": Field(
            Words(ID),
            "Stable name; it appears in findings, tests and records and is never reused.",
            "固定的名稱；會出現在發現、測試和紀錄裡，不重複使用。",
            needed=True,
        ),
        "clause": Field(Name("clause"), "The clause that the rule upholds.", "規則所依據的條款。", needed=True),
        "when": Field(
            WHEN,
            "Circumstances; all that are given must hold. Leave out to look at every post.",
            "適用情況；列出的都要成立。省略就檢查每則貼文。",
        ),
        "find": Field(SOURCES, "What to look for; each place is a finding.", "要找的東西；每一處都是一個發現。"),
        "require": Field(
            SOURCES, "What must be there; the finding is that it is missing.", "必須要有的東西；缺了就是發現。"
        ),
        "unless": Field(SOURCES, "The rule is silent when one of these is there.", "出現其中一項就不發出警示。"),
        "verdict": Field(
            Choice(VERDICTS),
            "advise: a tip. warn: the writer decides. approve: somebody says yes first. hand-over: "
            "somebody else answers. block: change it first.",
            "advise：提示。warn：由作者決定。approve：先經核准。hand-over：交給別人回覆。block：先修改才能發。",
            needed=True,
        ),
        "to": Field(Name("addressee"), "The role or team that approves or takes over.", "負責核准或接手的角色或小組。"),
        "say": Field(
            TEXTS,
            "What the writer reads; {match} and {kind} are filled in.",
            "作者看到的說明；{match} 和 {kind} 會代換。",
            needed=True,
        ),
        "fix": Field(FIX, "How to mend it in one step.", "一步就能修好的辦法。"),
        "owes": Field(
            Choice(("disclosure", "credit", "redaction")), "What the post owes besides.", "貼文另外該補的義務。"
        ),
        "shadow": Field(
            Flag(), "Try the rule out: findings are shown apart and raise nothing.", "試行：發現另外列出，不影響判定。"
        ),
        "fires": Field(EXAMPLES, "Texts the rule must fire on, per language.", "規則該有反應的例子，每種語言都要有。"),
        "silent": Field(
            EXAMPLES, "Texts the rule must leave alone, per language.", "規則不該有反應的例子，每種語言都要有。"
        ),
    },
    title="rules[]",
)

RULES = Fields(
    {
        "rules": Field(
            Listed(RULE, 0),
            "What a computer checks, each by one clause.",
            "電腦會檢查的規則，每條都有依據的條款。",
            needed=True,
        )
    },
    title="rules.yaml",
)

# --- lexicons/*.yaml ---

TERM = Either(
    TEXT,
    Fields(
        {
            "term": Field(
                TEXT, "The word or phrase, found in any disguise.", "字或詞；怎麼變形都找得到。", needed=True
            ),
            "also": Field(Several(TEXT), "Other names of the same thing.", "同一件事的其他說法。"),
            "near": Field(Several(TEXT), "Counts only with one of these close by.", "附近要有其中一個字才算。"),
            "within": Field(Count(1, 1000), "How many characters close by is.", "「附近」是幾個字以內。"),
            "until": Field(
                Day(), "Last day of an embargo; afterwards the term is free.", "保密的最後一天；之後就不再管制。"
            ),
            "instead": Field(TEXTS, "What to write in its place.", "建議改寫成什麼。"),
            "case": Field(
                Choice(("any", "exact")),
                "exact: capitals must match, so that a common word is not taken for a name.",
                "exact：大小寫必須相同，免得把一般單字當成專有名稱。",
            ),
            "note": Field(TEXT, "For the people who keep the list.", "給維護詞表的人看的備註。"),
        },
        title="terms[]",
    ),
)

LEXICON = Fields(
    {
        "terms": Field(
            Listed(TERM),
            "Words and phrases, as plain texts or with details.",
            "字詞，可以只寫文字，也可以加細節。",
            needed=True,
        ),
        "except": Field(
            Several(TEXT), "Longer phrases in which the terms are harmless.", "包含這些字詞、但沒有問題的較長詞語。"
        ),
        "secret": Field(
            Flag(), "Never shown; people see only what they typed.", "不對外顯示；作者只看得到自己打的字。"
        ),
        "fires": Field(
            EXAMPLES,
            "Examples for rules that look for this secret list alone.",
            "只找這份機密詞表的規則，例子寫在這裡。",
        ),
        "silent": Field(EXAMPLES, "Examples such rules must leave alone.", "這些規則不該有反應的例子。"),
    },
    title="lexicon",
)


class LexiconFile(Shape):
    """One lexicon, called as the file, or several by name; read as a map of name to lexicon."""

    def read(self, node: Node, reading: Reading) -> Any:
        if not is_one_lexicon(node):
            return Mapped(NAME, LEXICON, 1).read(node, reading)
        return {PurePosixPath(reading.name).stem: LEXICON.read(node, reading)}

    def schema(self, names: Names) -> Schema:
        one = LEXICON.schema(names)
        return {"anyOf": [one, Mapped(NAME, LEXICON).schema(names)]}


def is_one_lexicon(node: Node) -> bool:
    """Whether a lexicon file's tree is a single lexicon, rather than several by name."""
    values = [value for _, value in node.value.values()] if isinstance(node.value, dict) else []
    return not values or "terms" in node.value or any(not isinstance(value.value, dict) for value in values)


def may_be_secret(root: Node | None) -> bool:
    """Whether a lexicon file is written so wrongly that nobody can tell if its terms were meant to be secret."""
    if root is None or not isinstance(root.value, dict):
        return True
    lexicons = [root] if is_one_lexicon(root) else [value for _, value in root.value.values()]
    return any(key not in LEXICON.fields for lexicon in lexicons for key in lexicon.value)


# --- coverage ---

CONTROL = Form(
    r"[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+", "a control such as legal.credit", "控制項（例如 legal.credit）"
)
WORKFLOWS = (
    "advocacy", "appeal", "approval", "attest", "authority", "breach-runbook", "case", "channel-register", "clocks", "drill",
    "green-path", "hand-over", "incident", "leaver", "listening", "pause", "private-check", "publish-gate", "records",
    "reminder", "reply-library", "report", "review", "routing", "sampling", "translation",
)  # fmt: skip
LESSONS = ("brand", "confidentiality", "consequences", "etiquette", "security")
ACCOUNT_CHECKS = (
    "access-review", "device-checklist", "look-alike-watch", "password-manager", "recovery-owner", "two-admins", "two-factor",
)  # fmt: skip

COVERAGE = Fields(
    {
        "controls": Field(
            Mapped(
                CONTROL,
                Fields(
                    {
                        "clauses": Field(Several(Name("clause")), "The clauses that treat it.", "處理它的條款。"),
                        "rules": Field(Several(Name("rule")), "The rules that uphold it.", "落實它的規則。"),
                        "workflow": Field(
                            Several(Choice(WORKFLOWS)), "The ways of working that uphold it.", "落實它的流程。"
                        ),
                        "lesson": Field(Several(Choice(LESSONS)), "The lessons that teach it.", "教它的課程。"),
                        "account": Field(
                            Several(Choice(ACCOUNT_CHECKS)),
                            "The checks of accounts that uphold it.",
                            "落實它的帳號檢查。",
                        ),
                    },
                    title="controls.NAME",
                ),
            ),
            "What treats and upholds each control.",
            "每個控制項由什麼處理、由什麼落實。",
            needed=True,
        )
    },
    title="coverage.yaml",
)

# --- exceptions, replies, quiz, playbooks, tests ---

EXCEPTIONS = Fields(
    {
        "exceptions": Field(
            Listed(
                Fields(
                    {
                        "id": Field(Words(ID), "Stable name.", "固定的名稱。", needed=True),
                        "rule": Field(Name("rule"), "The rule it is an exception to.", "例外於哪條規則。", needed=True),
                        "owner": Field(Name("owner"), "Who answers for it.", "由誰負責。", needed=True),
                        "until": Field(
                            Day(),
                            "Last day it holds; there is no exception without an end.",
                            "最後一天；沒有期限就不算例外。",
                            needed=True,
                        ),
                        "reason": Field(TEXT, "Why.", "理由。", needed=True),
                        "when": Field(WHEN, "Where it applies; leave out for everywhere.", "適用情況；省略表示全部。"),
                        "match": Field(Several(TEXT), "Only for these words.", "只限這些字詞。"),
                    },
                    title="exceptions[]",
                ),
                0,
            ),
            "Open exceptions to rules.",
            "公開列出的規則例外。",
            needed=True,
        )
    },
    title="exceptions.yaml",
)

REPLIES = Fields(
    {
        "replies": Field(
            Listed(
                Fields(
                    {
                        "id": Field(Words(ID), "Stable name.", "固定的名稱。", needed=True),
                        "use_for": Field(Several(Choice(TOPICS)), "What it answers.", "適合回覆什麼。", needed=True),
                        "team": Field(Name("team"), "The team that uses it.", "使用的小組。"),
                        "approved_by": Field(Name("role"), "The role that approved it.", "核准的角色。", needed=True),
                        "expires": Field(
                            Day(), "After this day it must be approved anew.", "過了這天要重新核准。", needed=True
                        ),
                        "text": Field(
                            TEXTS,
                            "The words; {name} and {agent} are filled in.",
                            "內容；{name} 和 {agent} 會代換。",
                            needed=True,
                        ),
                    },
                    title="replies[]",
                ),
                0,
            ),
            "Approved replies.",
            "核准過的回覆範本。",
            needed=True,
        )
    },
    title="replies.yaml",
)

QUIZ = Fields(
    {
        "questions": Field(
            Listed(
                Fields(
                    {
                        "clause": Field(Name("clause"), "The clause it teaches.", "對應的條款。", needed=True),
                        "ask": Field(TEXTS, "The situation and the question.", "情境與題目。", needed=True),
                        "choices": Field(
                            Listed(
                                Fields(
                                    {
                                        "text": Field(TEXTS, "The answer.", "選項。", needed=True),
                                        "right": Field(Flag(), "Whether it is right.", "是否正確。"),
                                        "because": Field(
                                            TEXTS, "Why; shown at once.", "原因；作答後立刻顯示。", needed=True
                                        ),
                                    },
                                    title="choices[]",
                                ),
                                2,
                            ),
                            "Possible answers, at least one right.",
                            "選項，至少一個正確。",
                            needed=True,
                        ),
                    },
                    title="questions[]",
                ),
                0,
            ),
            "Questions, each tied to a clause.",
            "題目，每題對應一則條款。",
            needed=True,
        )
    },
    title="quiz.yaml",
)

PLAYBOOK = Fields(
    {
        "id": Field(Words(ID), "Stable name.", "固定的名稱。", needed=True),
        "clause": Field(Name("clause"), "The clause it carries out.", "執行哪則條款。", needed=True),
        "title": Field(TEXTS, "What it is for.", "標題。", needed=True),
        "start_when": Field(
            Fields(
                {
                    "topic": Field(Words(NAME), "What mentions are about.", "提及的主題。"),
                    "mentions": Field(Count(1, 1_000_000), "How many.", "幾則。"),
                    "within": Field(Words(SPAN), "Within this time.", "在多長時間內。"),
                },
                title="start_when",
            ),
            "When it starts.",
            "什麼情況啟動。",
        ),
        "team": Field(Name("team"), "The team that leads.", "主責小組。"),
        "hold_scheduled_posts": Field(Flag(), "Stop scheduled posts meanwhile.", "期間內暫停排程貼文。"),
        "steps": Field(
            Listed(
                Fields(
                    {
                        "by": Field(Words(SPAN), "Due so long after the start.", "啟動後多久內完成。", needed=True),
                        "who": Field(Name("role"), "The role that does it.", "由哪個角色做。", needed=True),
                        "do": Field(TEXTS, "What to do.", "做什麼。", needed=True),
                        "reply": Field(Name("reply"), "The approved reply to start from.", "可用的回覆範本。"),
                        "approve": Field(Name("role"), "The role that says yes first.", "先經哪個角色核准。"),
                    },
                    title="steps[]",
                )
            ),
            "What happens, in order.",
            "依序的步驟。",
            needed=True,
        ),
        "next_update_every": Field(Words(SPAN), "How often people hear from us.", "多久更新一次消息。"),
        "close_when": Field(
            Fields(
                {
                    "back_to_normal_for": Field(Words(SPAN), "Quiet for so long.", "恢復平靜多久。"),
                    "signed_by": Field(Name("role"), "The role that closes it.", "由哪個角色結案。"),
                },
                title="close_when",
            ),
            "When it ends.",
            "什麼情況結束。",
        ),
    },
    title="playbooks/*.yaml",
)

IMAGE = Fields(
    {
        "alt": Field(TEXT, "Alternative text.", "替代文字。"),
        "text": Field(TEXT, "Words read in the picture.", "圖片裡的文字。"),
        "credit": Field(TEXT, "Who made it.", "作者或來源。"),
    },
    title="images[]",
)

_CIRCUMSTANCES = {
    "by": Field(TEXT, "Who would post it: a person or a role.", "誰要發：人或角色。"),
    "roles": Field(Several(Name("role")), "Roles held besides.", "另外擔任的角色。"),
    "account": Field(Name("account"), "personal, company, or a channel.", "personal、company 或頻道名稱。"),
    "channel": Field(Name("channel"), "The company channel.", "公司頻道。"),
    "replying_to": Field(Choice(TOPICS), "What it answers.", "在回覆什麼。"),
    "at": Field(
        Moment(),
        "When it would be published: a day, or a day and time.",
        "預定發布的日期或時間。",
        was=("today", "date"),
    ),
    "given": Field(Several(Name("fact")), "What holds besides.", "另外成立的情況。"),
    "trained": Field(Several(Words(NAME)), "Lessons the author has completed.", "作者上過的課。"),
    "lang": Field(Words(LANGUAGE), "The language of the post.", "貼文的語言。"),
}

TESTS = Fields(
    {
        "defaults": Field(
            Fields(_CIRCUMSTANCES, title="defaults"),
            "What holds for every test that does not say otherwise.",
            "沒有另外寫明時，每個測試都適用。",
        ),
        "tests": Field(
            Listed(
                Fields(
                    {
                        "name": Field(TEXT, "What it claims.", "這個測試在說什麼。", needed=True),
                        "post": Field(TEXT, "The post's text.", "貼文內容。", needed=True),
                        **_CIRCUMSTANCES,
                        "has": Field(Several(Choice(ATTACHMENTS)), "What it carries.", "附有什麼。"),
                        "images": Field(Listed(IMAGE, 0), "Its pictures in words.", "以文字描述的圖片。"),
                        "expect": Field(
                            Either(
                                Choice(("pass",)),
                                Fields(
                                    {
                                        "verdict": Field(
                                            Choice(("pass", *VERDICTS)), "The verdict.", "判定。", needed=True
                                        ),
                                        "rules": Field(
                                            Several(Name("rule")), "Exactly the rules that fire.", "恰好有反應的規則。"
                                        ),
                                        "to": Field(Name("addressee"), "Who is asked.", "交給誰。"),
                                    },
                                    title="expect",
                                ),
                            ),
                            "pass: no finding at all; or the verdict and the rules.",
                            "pass 表示完全沒有發現；或寫明判定和規則。",
                            needed=True,
                        ),
                        "known_gap": Field(
                            TEXT,
                            "Why the policy does not manage this yet; the test is then expected to fail.",
                            "政策目前還做不到的原因；這個測試預期會失敗。",
                        ),
                    },
                    title="tests[]",
                ),
                0,
            ),
            "Posts, and what should happen to them.",
            "貼文，以及應有的結果。",
            needed=True,
        ),
    },
    title="tests/*.yaml",
)


class FileKind(NamedTuple):
    """A kind of file: where it lies, what is in it."""

    name: str
    glob: str
    shape: Shape
    en: str
    zh: str


FILES: tuple[FileKind, ...] = (
    FileKind(
        "policy",
        "policy.yaml",
        POLICY,
        "Who we are, the edition, languages, switches, windows, retention.",
        "公司資料、版本、語言、開關、期間與保存期限。",
    ),
    FileKind("people", "people.yaml", PEOPLE, "Roles, teams and hours.", "角色、小組與上班時間。"),
    FileKind(
        "channels",
        "channels.yaml",
        CHANNELS,
        "Our accounts, listening and their protection.",
        "公司帳號、聆聽與帳號保護。",
    ),
    FileKind("rules", "rules.yaml", RULES, "What a computer checks.", "電腦檢查的規則。"),
    FileKind(
        "exceptions",
        "exceptions.yaml",
        EXCEPTIONS,
        "Exceptions, each with owner, end and reason.",
        "例外，各有負責人、期限與理由。",
    ),
    FileKind(
        "lexicon",
        "lexicons/*.yaml",
        LexiconFile(),
        "Word lists: one per file, or several by name.",
        "詞表：一個檔案一份，或以名稱列出多份。",
    ),
    FileKind(
        "coverage",
        "coverage.yaml",
        COVERAGE,
        "Which clauses, rules and ways of working treat each control.",
        "每個控制項由哪些條款、規則與流程處理。",
    ),
    FileKind("replies", "replies.yaml", REPLIES, "Approved replies.", "核准過的回覆。"),
    FileKind("quiz", "quiz.yaml", QUIZ, "Questions, each tied to a clause.", "測驗題目，每題對應一則條款。"),
    FileKind(
        "playbook", "playbooks/*.yaml", PLAYBOOK, "What happens in an incident, step by step.", "發生事件時的步驟。"
    ),
    FileKind("tests", "tests/*.yaml", TESTS, "Posts, and what should happen to them.", "貼文，以及應有的結果。"),
)

CLAUSES_GLOB = "clauses/*.md"
LOCK_NAME = "translations.lock"


def kind_of(name: str) -> FileKind | None:
    """The kind of a YAML file by its path in the folder."""
    return next(
        (kind for kind in FILES if fnmatchcase(name, kind.glob) and name.count("/") == kind.glob.count("/")), None
    )


def names_in(policy: Policy | None, detectors: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """The names of each kind that a policy defines, for completion."""
    if policy is None:
        return {"detector": detectors}
    roles = tuple(role.name for role in policy.roles)
    teams = policy.more.get("teams")
    windows = tuple(window.name for window in policy.windows)
    replies = policy.more.get("replies")
    return {
        "language": policy.languages,
        "detector": detectors,
        "clause": tuple(clause.id for clause in policy.clauses),
        "role": roles,
        "approver": (*roles, "none"),
        "team": tuple(teams) if isinstance(teams, dict) else (),
        "addressee": (*roles, *(teams if isinstance(teams, dict) else ())),
        "lexicon": tuple(lexicon.name for lexicon in policy.lexicons),
        "number": tuple(number.name for number in policy.numbers),
        "channel": policy.channels,
        "account": ("personal", "company", *policy.channels),
        "window": windows,
        "fact": ("incident", *windows),
        "rule": tuple(rule.id for rule in policy.rules),
        "reply": tuple(reply["id"] for reply in replies) if isinstance(replies, list) else (),
    }


def json_schemas(policy: Policy | None = None, detectors: tuple[str, ...] = ()) -> dict[str, Schema]:
    """One JSON Schema (draft 7) per kind of file, by its name under ``.sayso/``, completing the policy's own names."""
    names = names_in(policy, detectors)
    return {f"{kind.name}.schema.json": _headed(kind, kind.shape.schema(names)) for kind in FILES}


def schema_line(name: str) -> str:
    """The first line of a file, by which an editor finds its schema; empty for files without one."""
    kind = kind_of(name)
    if kind is None:
        return ""
    return f"# yaml-language-server: $schema={'../' * name.count('/')}.sayso/{kind.name}.schema.json\n"


def _headed(kind: FileKind, schema: Schema) -> Schema:
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": f"Sayso: {kind.glob}"}
    return head | {"description": f"{kind.en} {kind.zh}"} | schema


# --- the reference page ---

_HEADS: Mapping[str, tuple[str, ...]] = {
    "en": ("The files of a policy", "File", "What is in it", "Key", "Needed", "Value", "Meaning", "yes", "exactly one"),
    "zh-Hant": ("政策檔案的格式", "檔案", "內容", "欄位", "必填", "值", "說明", "是", "擇一"),
}


def reference(lang: str = "en") -> str:
    """The format as a Markdown page in English or Traditional Chinese."""
    chinese = lang.startswith("zh")
    heads = _HEADS["zh-Hant" if chinese else "en"]
    lines = [f"# {heads[0]}", "", f"| {heads[1]} | {heads[2]} |", "| --- | --- |"]
    lines += [f"| [`{kind.glob}`](#{kind.name}) | {kind.zh if chinese else kind.en} |" for kind in FILES]
    for kind in FILES:
        lines += ["", f"## `{kind.glob}` {{#{kind.name}}}"]
        for fields in tables(kind.shape):
            lines += ["", f"### `{fields.title}`", "", *_table(fields, heads, chinese)]
    return "\n".join(lines) + "\n"


def _table(fields: Fields, heads: tuple[str, ...], chinese: bool) -> list[str]:
    rows = [f"| {heads[3]} | {heads[4]} | {heads[5]} | {heads[6]} |", "| --- | --- | --- | --- |"]
    for key, known in fields.fields.items():
        needed = heads[7] if known.needed else heads[8] if key in fields.one_of else ""
        rows.append(f"| `{key}` | {needed} | {_value(known.shape, chinese)} | {known.zh if chinese else known.en} |")
    return rows


def tables(shape: Shape, seen: set[int] | None = None) -> Iterator[Fields]:
    """The maps within a shape, outermost first, each once."""
    seen = set() if seen is None else seen
    if isinstance(shape, Fields) and id(shape) not in seen:
        seen.add(id(shape))
        yield shape
    for inner in _inside(shape):
        if not isinstance(inner, Fields) or id(inner) not in seen:
            yield from tables(inner, seen)


def _inside(shape: Shape) -> tuple[Shape, ...]:
    match shape:
        case Fields():
            return tuple(known.shape for known in shape.fields.values())
        case Listed() | Several() | Mapped() | ByLanguage():
            return (shape.item,)
        case Either():
            return (shape.short, shape.long)
        case LexiconFile():
            return (LEXICON,)
        case _:
            return ()


def _value(shape: Shape, chinese: bool) -> str:
    """A shape in a few words."""
    match shape:
        case Choice():
            return " / ".join(f"`{value}`" for value in shape.values)
        case Flag():
            return "`true` / `false`"
        case Words(form=Form() as form):
            return form.zh if chinese else form.en
        case Name():
            return NAMED[shape.kind]["zh-Hant"] if chinese else f"a {NAMED[shape.kind]['en']}"
        case SourceName():
            return "`lexicons/…` / `builtin/…` / `numbers/…`"
        case Pattern():
            return "RE2"
        case Several():
            inner = _value(shape.item, chinese)
            return f"{inner}，可列多個" if chinese else f"{inner}, or a list"
        case Listed():
            inner = _value(shape.item, chinese)
            return f"清單：{inner}" if chinese else f"list of: {inner}"
        case ByLanguage():
            inner = _value(shape.item, chinese)
            return f"每種語言：{inner}" if chinese else f"per language: {inner}"
        case Mapped():
            inner = _value(shape.item, chinese)
            return f"名稱：{inner}" if chinese else f"by name: {inner}"
        case Either():
            return f"{_value(shape.short, chinese)}{'，或' if chinese else ', or '}{_value(shape.long, chinese)}"
        case Fields():
            return f"`{shape.title}`"
        case _:
            return shape.wanted()["zh-Hant" if chinese else "en"]
