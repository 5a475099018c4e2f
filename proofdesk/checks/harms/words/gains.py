"""Results without a figure that say that something got better: of people, of an illness, of the effect itself.

Four kinds a language: a word that itself means a gain (“recovered”), a word for less beside a word for an ill (“pain
eased”), a word for more beside a word for a good (“quality of life rose”), and an effect that is called large. What a
sentence asks, hopes or denies is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_WORDS = r"(?:[\s,’']+[^\W\d_’']+){0,7}?[\s’']+"  # some words between two others
# Harms that a trial may set out to make rarer, by their names in each language's table; a pulse falls as a harm.
_MADE_RARER = ("suicide", "self-injury", "death", "seizure", "psychosis", "flashback", "headache", "panic")


@dataclass(frozen=True)
class Gains:
    """What says in a language that something got better, and what is left out of a sentence before it is looked for."""

    gain: str
    less: str
    ill: str
    more: str
    good: str
    effect: str
    large: str
    unsaid: str

    def said(self, aims: Mapping[str, str]) -> str:
        """Return the expression that finds a gain; ``aims`` are the words for what a trial may make better."""
        (alone,), *pairs = self.needed(aims)
        either = (rf"{one}\b{_WORDS}{other}|{other}{_WORDS}{one}" for one, other in pairs)
        return "|".join((rf"{alone}\b", *either))

    def needed(self, aims: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
        """Yield what says a gain: the begin of a word alone, or of two that stand near each other, in either order."""
        rarer = "|".join(aims[name] for name in _MADE_RARER if name in aims)
        goods, effects = (rf"\b[^\W\d_]*(?:{each})[^\W\d_]*" for each in (self.good, self.effect))
        yield (rf"\b(?:{self.gain})",)
        yield rf"\b(?:{self.less})", rf"\b(?:[^\W\d_]*(?:{self.ill})[^\W\d_]*|(?:{rarer}))"
        yield rf"\b(?:{self.more})", goods
        yield rf"\b(?:(?:{self.large})[^\W\d_]*)", effects


_STUDIES = r"(?!\s+(?:[a-z]+\s+)?(?:design|blind|stud|trial|research|evidence|data|qualit|known|underst|control))"
ENGLISH = Gains(
    r"improv(?:ed|es|ements?)|recover(?:ed|ies|y(?! from))|remissions?|reliev(?:ed|es)|relief|cured?|healed|"
    r"(?:got|felt|grew|became|stayed|were) well|better" + _STUDIES + r"|eased|"
    r"benefit(?:s|ed|ted)?\s+(?:from|lasted|held)|"
    r"(?:more |highly |was |were |as |an )effective" + _STUDIES + r"|superior|outperform\w*|helped" + _STUDIES +
    r"|lived longer|"
    r"(?:drug|treatment|pills?|tablets?|medicines?|it|they)\s+work(?:ed|s)",
    r"reduc(?:ed|es|tions?)|cuts?|lower(?:ed|s)?|decreas(?:ed|es)|lessen(?:ed|s)|fewer|less(?! severe)|f[ae]ll|fallen|"
    r"dropped|declined|gone|lifted|kept|protected|"
    r"prevent(?:ed|s)|shr[aiu]nk|eased|vanished|brought down|went away|disappeared",
    "symptom|depress|anxi|pain|distress|risk|relaps|craving|drink|smok|suffer|score|fear|hospital|fatigue|insomnia|"
    "attack|illness|worr|grief", r"rose|went up|grew|grown|increas(?:ed|es)|greater|higher|more|gained",
    r"well-?being|quality of life|sleep(?!iness)", "effect",
    "large|strong|quick|rapid|fast|lasting|significant|clear|marked",
    r"[^.;:]{0,200}\b(?:aims?|aimed|goals?|hoped?)\b[^.;:]*|\b(?:whether|if|how|why|what)\b[^.;:]*|"
    r"\b(?:no|not|nor|neither|never|without|lack of|little|need(?:s|ed)?|to be)"
    r"\s+(?:[^\W\d_]+\s+){0,4}?(?=\w)[^\W\d_]+|n['’]t\s+[^\W\d_]+")
GERMAN = Gains(
    r"(?:ver|ge)?besser(?:te[nt]?|t|ung\w*)|besser(?!\s+(?:verblind|geplant|kontroll|belegt|bekannt|untersuch))|genas\w*|"
    r"genesen\w*|erholte?n?|(?:wurden?|waren?|blieb\w*)\s+(?:[^\W\d_]+\s+){0,2}gesund|geheilt\w*|remission\w*|"
    r"linderte\w*|gelindert\w*|lebten länger|wirksam\w*|überlegen|"
    r"half(?:en)?|geholfen|gesund",
    r"senkte\w*|senkt|gesenkt\w*|sank\w*|gesunken|verringer\w*|verminder\w*|reduzier\w*|weniger(?! schwer)|bewahr\w*|"
    r"beugte\w*|schützt\w*|seltener|lie(?:ß|ss)en?|"
    r"nachgelassen|fiel\w*|nahm\w*|abgenommen|zurückg\w+|ging\w*|versch[wu]\w+|verhinder\w*",
    "symptom|beschwerd|depress|angst|ängst|schmerz|risiko|rückf|verlangen|krankenh|leiden|punkt|müdig|schlaflos|anfäll|sorge",
    r"stieg\w*|gestiegen|wuchs\w*|zugenommen|erhöht\w*|mehr|größer\w*|höher\w*", "wohlbefinden|lebensqualität|schlaf",
    "effekt|wirkung", "groß|stark|deutlich|rasch|schnell|anhaltend|signifikant",
    r"[^.;:]{0,200}\bziele?\b[^.;:]*|\b(?:ob|wie|warum|wenn|was)\b[^.;:]*|\b(?:kein\w*|nicht|nie|weder|ohne|kaum|zu)\s+(?:[^\W\d_]+\s+){0,3}?"
    r"(?=\w)[^\W\d_]+|\bnebenwirkung\w*|[^.,;:]{0,200}\bnicht(?=\s*(?:[.,;]|$))")
FRENCH = Gains(
    r"amélior(?:é\w*|a|e|ait|aient|èrent|ations?)|guéri\w*|rétabli\w*|rémissions?|soulag\w*|efficaces?|mieux(?!\s+(?:conç|"
    r"contrôl|mené|connu|compr))|supérieure?s?\s+(?:au|aux|à)|bénéfi(?:ques?|cié\w*)|aidé\w*|vécu plus longtemps",
    r"rédui\w*|réductions?|diminu\w*|baiss\w*|moins(?! (?:sévère|grave))|protég\w*|recul\w*|chut\w*|disparu\w*|"
    r"atténu\w*|prévenu\w*",
    "symptôme|dépress|anxi|douleur|risque|rechute|envie|hôpital|hospitalis|souffr|peur|insomni|fatigue|crise",
    r"augment\w*|progress\w*|mont(?:é|ée|aient)|plus|meilleure?", "bien-être|qualité de vie|sommeil",
    "effet", "important|grand|fort|net|rapide|durable|significati",
    r"[^.;:]{0,200}\b(?:buts?|objectifs?|espoir)\b[^.;:]*|\b(?:si|comment|pourquoi|combien)\b[^.;:]*|"
    r"\b(?:aucune?|sans|ni|jamais|pas|guère|pour)\s+(?:[^\W\d_]+[\s’']+){0,3}?"
    r"(?=\w)[^\W\d_]+|\beffets?\s+(?:secondaires?|indésirables?)")
SPANISH = Gains(
    r"mejor(?:ó|aron|aba\w*|ías?|ad[oa]s?|a|an)|mejor(?:es)?(?!\s+(?:diseñ|control|conoc|calidad))|cur(?:ó|aron|ad[oa]s?)|"
    r"recuper(?:ó|aron|ad[oa]s?|ación)|remisi\w*|alivi\w*|efica(?:z|ces)|superior(?:es)?\s+al?|"
    r"funcion(?:ó|aron|aban?)|ayud(?:ó|aron)|vivieron más(?: tiempo)?",
    r"redu[jc]\w*|disminu\w*|baj(?:ó|aron)|prev(?:ino|inieron)|menos(?! (?:grave|sever))|proteg\w*|menor(?:es)?|"
    r"cay(?:ó|eron)|desapareci\w*|evit(?:ó|aron)",
    "síntoma|depresi|ansie|dolor|riesgo|recaíd|ansia|hospital|sufri|miedo|insomnio|fatiga|crisis",
    r"aument\w*|sub(?:ió|ieron)|crec(?:ió|ieron)|más|mayor(?:es)?", "bienestar|calidad de vida|sueño",
    "efecto", "grande|fuerte|clar|rápid|durader|significativ|important",
    r"[^.;:]{0,200}\b(?:fin(?:es)?|objetivos?|metas?)\b[^.;:]*|\b(?:si|cómo|por qué)\b[^.;:]*|"
    r"\b(?:no|ningun[oa]|ningún|sin|ni|nunca|para)\s+(?:[^\W\d_]+\s+){0,3}?"
    r"(?=\w)[^\W\d_]+|\befectos?\s+(?:secundarios?|advers[oa]s?)")
# Written without the points that few people write. Words for harms and numbers of this language are not known.
_AND = r"[وف]?(?:بال|لل|ال|ب|ل)?"  # what stands together with a word
ARABIC = Gains(
    rf"{_AND}(?:[يت]?تحسن\w*|[يت]?تعاف\w+|شف(?:ي|يت|وا|اء)|[أا]فضل\s+من|فعال(?:ا|ة)?\b(?!\s+(?:التصميم|الضبط))|[يت]?تفوق\w*|"
    r"[يت]?ساعد(?:ت|وا|ه|ها|هم)?\b|نفع\w*|[يت]?هد[أا]ت?\b)",
    rf"{_AND}(?:[يت]?انخف\w+|[يت]نخفض\w*|انخفاض\w*|[يت]?تراجع\w*|[يت]?خف(?:ض|ف)\w*|تخفي\w+|[يت]?قلل\w*|تقليل|قلت?\b|نقص\w*|زال\w*|"
    r"اختف\w+|[أا]قل|[يت]?تضاءل\w*|[يت]?منع\w*)",
    "[أا]عراض|اكت[ئي]اب|قلق|[أا]لم|[آا]لام|ضيق|خطر|انتكاس|رغبة|شرب|تدخين|معانا|درج(?:ة|ات)|خوف|تعب|[إا]رهاق|[أا]رق|نوبات|حزن|توتر",
    rf"{_AND}(?:[يت]?ارتف\w+|زاد\w*|ازداد\w*|[أا]كثر|[أا]على)", "رفاه|جودة الحياة|نوم|رضا",
    "[أا]ثر|ت[أا]ثير|مفعول", "كبير|قوي|سريع|دا[ئي]م|واضح|ملحوظ|ملموس",
    r"(?:\b|(?<=و))(?:هل|كيف|لماذا|متى|ما\s+إذا|[يت]?هدف\w*|الهدف|[أا]مل\w*)\b[^.;:؛؟]*|"
    r"\b[وف]?(?:لم|لن|لا|ليس\w*|دون|بدون|غير|بلا)\s+(?:[^\W\d_]+\s+){0,3}?(?=\w)[^\W\d_]+")
