"""German words of results and harms."""

from __future__ import annotations

from proofdesk.checks.harms.words import gains, shares
from proofdesk.checks.harms.words.table import CODES, NUMBER, Words, folded_words

_NUMBERS = rf"{NUMBER}(?:\s*(?:,|und|oder|bis|–|-|mal)\s*{NUMBER}){{0,9}}"
_UNITS = r"mg|milligramm|[µμ]g|mikrogramm|mcg|g|gramm|kg|ml|milliliter|mg/kg|ms|hz|tesla"
_TIMES = r"sekunden?|minuten?|stunden?|tage?n?|nächten?|wochen?|monate?n?|jahre?n?|jahrzehnte?n?|uhr"
_MORE = r"(?!\s+(?:länger|kürzer|mehr|weniger|leichter|schwerer|früher|später)\b)"
_WHO = (r"mensch\w*|person(?:en)?|patient\w*|teilnehm\w*|proband\w*|versuchsperson\w*|freiwillig\w*|erwachsene\w*|"
        r"jugendliche\w*|kindern?|männern?|frauen")
_PEOPLE = (
    rf"{_WHO}|soldat\w*|veteran\w*|raucher\w*|nutzer\w*|zwilling\w*|behandel\w*|therapeut\w*|studien?|versuche?n?|"
    r"übersichten|arbeiten|veröffentlichungen|fällen?|berichten?|datensätzen?|medikamente?n?|mitteln?|sitzungen|dosen|"
    r"gaben|gruppen|armen?|zentren|orten?|kliniken|krankenhäusern?|ländern?|staaten|aufnahmen|mäusen?|ratten|"
    r"schweinen?|tieren?|pflanzen|parzellen|höfen?|proben|anderen?|weiteren?")
_MONTHS = "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
_ONES = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn",
         "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn")
_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_UNDER_TEN = ("ein", *_ONES[:8])
_COUNT = (rf"(?:{'|'.join(_ONES)}|(?:(?:{'|'.join(_UNDER_TEN)})und)?(?:{'|'.join(_TENS)}|dreissig)|"
          r"(?:ein)?hundert)")
_PARTS = "drittel|viertel|fünftel|sechstel|siebtel|achtel|neuntel|zehntel"
_NO_SHARE = (rf"(?!\s+(?:(?:der|des|einer|eines)\s+)?(?:{_TIMES}|dosis|menge|zeit|nacht|tages|jahres|lebens|sitzung|"
             r"studie)\b)")
_THINGS = (rf"(?!\s+(?:studien?|versuchen?|mitteln?|medikamenten?|gruppen|armen?|dosen|gaben|sitzungen|orten?|ländern?|"
           rf"arbeiten|übersichten|{_TIMES})\b)")
_ADVERSE = r"unerwünscht\w*|nebenwirkung\w*"

GERMAN = Words(
    names=(
        rf"\b\d{{1,2}}\.\s*(?:{_MONTHS})\b(?:\s+\d{{4}})?", rf"\b(?:{_MONTHS})\s+\d{{4}}\b", *CODES,
        r"\b(?:19|20)\d\d\b(?![.,]\d|\s*%|\s*(?:punkt|prozent))", r"\b\d+er\b",
        r"\b\d+\.\s+(?:[^\W\d]+\s+)?(?:woche|tag|monat|jahr|quartal|jahrhundert|lebensjahr|sitzung|gabe|visite)\w*",
        r"\b\d+(?:-(?!(?:punkt|prozent|fach|mal))[^\W\d_]|wöchig|tägig|stündig|jährig|monatig)[\w-]*",
        r"(?<!\w)(?:wochen?|tag(?:en?)?|monat(?:en?)?|stunden?|jahr(?:en?)?|phasen?|grad|stufen?|abbildung|abb\.|tabelle|"
        r"abschnitt|kapitel|teil|seiten?|schritt|frage|kasten|klasse|anhang|visite|besuch|nr\.|nummer|§)\s+"
        rf"{_NUMBERS}[ab]?\b",
        rf"(?:{NUMBER}\s*(?:%|prozent)|\bhälfte|\b(?:{_PARTS}))\s+(?:(?:von|der|aller)\s+[^\W\d]+\s+)?"
        r"(?:(?:waren|war|sind)\s+)?(?:frauen|männer|weiblich|männlich|mädchen|jungen)\b",
        rf"\b(?:waren|war|sind)\s+(?:zu\s+)?{NUMBER}\s*(?:%|prozent)\s+(?:frauen|männer|weiblich|männlich)\b"),
    plan=(
        rf"\b{_NUMBERS}[-\s]*(?:{_UNITS})\b{_MORE}", rf"\b{_NUMBERS}[-\s]+(?:{_TIMES})\b{_MORE}",
        rf"\b{_NUMBERS}\s+(?:(?!punkt|prozent|von\b)[^\W\d]+[-\s]+){{0,3}}(?:{_PEOPLE})\b", r"\bn\s*=\s*\d[\d.]*",
        r"\b(?:alter\s+von|über|unter|ab)\s+\d+(?:\s*(?:bis|und|–|-)\s*\d+)?"
        r"(?!\d|[.,]\d|\s*(?:%|prozent|punkt|mal|fach))",
        rf"\b(?:durchschnittsalter|alter)\s+(?:[^\W\d]+\s+){{1,3}}{NUMBER}",
        rf"\b{_NUMBERS}[-\s]?mal\s+(?:täglich|wöchentlich|am|pro|in|im|die|jede\w*)\b",
        rf"[$€£]\s*{NUMBER}", rf"\b{NUMBER}(?:\s+(?:tausend|millionen|milliarden))?\s*(?:€|(?:dollar|euro|franken)\b)"),
    percent=rf"{NUMBER}\s*(?:%|prozent)",
    results=(
        rf"{NUMBER}\s*(?:von|aus|auf|/|pro|der)\s*(?:den\s+|insgesamt\s+|je\s+|allen\s+)?{NUMBER}",
        rf"{NUMBER}\s+(?:{_WHO})\s+von\s+(?:den\s+|insgesamt\s+)?{NUMBER}",
        rf"\b(?:verlor\w*|nahm\w*)\s+(?:[^\W\d]+\s+){{0,3}}{NUMBER}\s*(?:kg|g|kilo\w*|pfund)\b"),
    in_words=(
        *shares.GERMAN,
        rf"(?<!erste )(?<!ersten )(?<!zweite )(?<!zweiten )\bhälfte\b{_NO_SHARE}",
        rf"\b(?:zwei|drei)?(?:{_PARTS})n?\b{_NO_SHARE}", r"\bhalb\s+so\b", r"\b(?:halbier|verdoppel)\w*",
        r"\bdoppelt\s+so\b", r"\b(?:das|ums|beinahe|fast)\s+doppelte\b(?!\s+der\s+dosis)",
        rf"\bver(?:{'|'.join(_ONES[1:9])})fach\w*", r"\bvielfaches?\b",
        rf"\b(?:{_COUNT})fach(?:e[nrms]?|es)?\b(?![-\s]*(?:blind|verblind|wiederhol))",
        rf"\b(?:{_COUNT}|einundeinhalb|eineinhalb|anderthalb)[-\s]?mal\s+(?:so|mehr|weniger|[^\W\d]+er)\b",
        rf"\b(?:{_COUNT}|eine[rnms]?)\s+(?:(?:{_WHO})\s+)?(?:von|aus|unter|der)\s+(?:den\s+|je\s+|allen\s+)?"
        rf"(?:{_COUNT}|{NUMBER})\b{_THINGS}",
        r"\bjede[rnms]?\s+(?:zweite|dritte|vierte|fünfte|sechste|siebte|achte|neunte|zehnte)[rnms]?\b"
        r"(?!\s+(?:tag|woche|nacht|monat|jahr|stunde|sitzung|dosis|gabe|mal|abend|morgen))",
        rf"\b{_COUNT}\s+(?:prozent|punkt)", "[¼-¾⅐-⅞]"),
    beginnings=(*shares.GERMAN_BEGINNINGS, "hälfte", *_PARTS.split("|"), "halb", "doppel", "fach", "mal", "jede"),
    counts=folded_words(*_ONES, *_TENS, "hundert", "einhundert",
                        *(f"{one}und{ten}" for one in _UNDER_TEN for ten in _TENS)),
    out_of=rf"\b{NUMBER}\s+(?:[^\W\d]+[-\s]+){{0,4}}(?:{_PEOPLE})\b|{NUMBER}\s*/\s*{NUMBER}|"
           rf"\b(?:von|der|unter|bei|n\s*=)\s+(?:den\s+|insgesamt\s+)?{NUMBER}(?!\s*(?:%|prozent))",
    harms={
        "adverse": _ADVERSE, "effects": _ADVERSE, "unwanted": _ADVERSE,
        "harm": r"schaden|schadet\w*|geschadet|schäd\w*",
        "severe": r"(?:schwer|ernst)\w*\s+(?:[^\W\d]+\s+){0,2}?(?:ereignis|wirkung|reaktion|nebenwirkung)\w*"},
    aims={
        "suicide": r"suizid\w*|selbstmord\w*|selbsttötung\w*|lebensmüde\w*",
        "self-injury": r"selbstverletz\w*|(?:sich|selbst)\s+(?:selbst\s+)?verletz\w*",
        "death": r"starb\w*|gestorben\w*|verst[ao]rb\w*|tod|todes\w*|tote?n?|tödlich\w*",
        "seizure": r"krampfanf\w*|krämpfen?|anfälle?n?|epilepti\w*", "psychosis": r"psychose\w*|psychotisch\w*",
        "elation": r"manien?|manisch\w*", "flashback": r"flashbacks?|nachhall\w*",
        "headache": r"kopfschmerz\w*|kopfweh|migräne\w*",
        "nausea": r"übel|übelkeit|erbrech\w*|erbrochen|erbrach\w*|übergab\w*|übergeben|brechreiz",
        "dizziness": r"schwindel\w*|schwindlig\w*", "blood pressure": r"blutdruck\w*",
        "heart": r"herzrhythm\w*|herzschlag\w*|herzfrequenz\w*|herzras\w*|herzstolper\w*|QT\w*|puls|brustschmerz\w*|"
                 r"ohnm[aä]cht\w*",
        "dissociation": r"dissoziat\w+|dissoziier\w*", "sedation": r"sedier\w*|sedat\w*|schläfrig\w*|benommen\w*",
        "bladder": r"blase|blasen\w*", "breathing": r"atem\w*|atmung\w*",
        "blackout": r"bewusstlos\w*|bewusstseinsverlust\w*|filmriss\w*|blackouts?", "panic": r"panik\w*",
        "gait": r"nicht (?:mehr )?gehen|gangunsicher\w*", "jaw": r"kiefer\w*",
        "memory": r"gedächtnis\w*|erinnerungslücke\w*|gedächtnislücke\w*", "sight": r"sehstörung\w*|verschwommen\w*",
        "worse": r"schlechter\w*|schlimmer\w*|verschlechter\w*|verschlimmer\w*"},
    denials=(
        r"\b(?:kein\w*|ohne|frei von|nie|niemals|niemand\w*|weder(?:\s+[^\W\d]+){{1,3}}\s+noch|weder|nicht)\s+"
        r"(?:[^\W\d]+\s+){{0,3}}?(?:{harm})\b",
        r"\b(?:{harm})\s+(?:[^\W\d]+\s+){{0,3}}?(?:nicht|nie)\s+(?:auf|vor|beobachtet|gesehen|berichtet|gemeldet|"
        r"gefunden|festgestellt)\b"),
    better=r"\b(?:sank\w*|sink\w*|gesunken\w*|fiel\w*|gefallen|fällt|zurückg\w+|gingen? (?:[^\W\d]+ ){0,5}zurück|"
           r"abgenommen|nahm\w* (?:[^\W\d]+ ){0,5}ab|verringer\w*|verminder\w*|reduzier\w*|linder\w*|gelindert\w*|"
           r"besser\w*|verbesser\w*|gebessert\w*|genas\w*|genesen\w*|erhol\w*|gesund\w*|geheilt\w*|heil\w*|remission\w*|"
           r"ansprech\w*|angesprochen\w*|halbier\w*|nutzen|nützt\w*|wirksam\w*|weniger|seltener|geringer\w*|"
           r"niedriger\w*|aufgehört|aufhör\w*|hörten? (?:[^\W\d]+ ){0,5}auf|rauchfrei\w*|abstinen\w*)\b",
    gains=gains.GERMAN,
    clauses=r"[;:]|,\s|\b(?:und|aber|doch|während|wohingegen|jedoch|obwohl|allerdings|mit|gegenüber|gegen)\b",
    open=r"\boffene[rnms]?\b|open[- ]label|\bwusst\w*|nicht (?:[^\W\d]+ )?verblind\w*|unverblind\w*|"
         r"(?:ohne|keine?n?) (?:[^\W\d]+ )?(?:verblindung|vergleich|kontroll|placebo)|unkontrolliert",
    withdrawn=r"zurückgezogen|zurückgenommen|\bzog\w* .{0,60}zurück|widerruf|retract|retrahiert",
    examples=("alle wussten, was sie bekamen", "die Arbeit wurde zurückgezogen"),
    plain=r"mensch|person|patient|teilnehm|proband|erwachs|frauen|männer|gruppe|placebo|substanz|medikament|mittel|"
          r"wirkstoff|kontroll|vergleich|ereignis|wirkung|reaktion|dosis|dosen|woche|monat|stunde|jahre|nach|während|"
          r"ohne|mindest|etwa|ungefähr|leicht|schwer|ernst|andere|mehr|meist|einige|manche|jede|keine|beide|studie|erst|"
          r"häufig|selten|davon|darunter|hälfte|drittel|viertel|prozent|wurde|waren|hatten|einer|eine|alle|diese|nicht",
)
