"""French words of results and harms."""

from __future__ import annotations

from proofdesk.checks.harms.words import gains, shares
from proofdesk.checks.harms.words.table import CODES, NUMBER, Words, folded_words

_NUMBERS = rf"{NUMBER}(?:\s*(?:,|et|ou|à|–|-|par)\s*{NUMBER}){{0,9}}"
_UNITS = r"mg|milligrammes?|[µμ]g|microgrammes?|mcg|g|grammes?|kg|ml|millilitres?|mg/kg|ms|hz|tesla"
_TIMES = r"secondes?|minutes?|heures?|h|jours?|nuits?|semaines?|mois|ans?|années?|décennies?"
_MORE = r"(?!\s+(?:de\s+)?(?:plus|moins)\b)"
_WHO = r"personnes?|gens|patiente?s?|participante?s?|volontaires?|adultes?|adolescente?s?|hommes?|femmes?|enfants?"
_PEOPLE = (
    rf"{_WHO}|soldats?|vétérans?|fumeu\w+|utilisat\w+|jumeaux|jumelles|thérapeutes?|essais?|études?|revues?|publications?|"
    r"articles?|cas|rapports?|médicaments?|séances?|doses?|prises?|groupes?|bras|sites?|centres?|cliniques?|hôpita\w+|"
    r"pays|souris|rats?|porcs?|animaux|plantes?|parcelles?|fermes?|échantillons?|autres|entre\s+(?:eux|elles)")
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_ONES = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze",
         "quinze", "seize")
_TENS = ("vingt", "vingts", "trente", "quarante", "cinquante", "soixante")
_COUNT = (r"(?:(?:vingt|trente|quarante|cinquante|soixante(?:-dix)?|quatre-vingts?(?:-dix)?)"
          rf"(?:[-\s](?:et[-\s])?(?:une?|{'|'.join(_ONES)}))?|dix-(?:sept|huit|neuf)|{'|'.join(_ONES)}|cent)")
_PARTS = r"tiers|quarts?|cinquièmes?|sixièmes?|septièmes?|huitièmes?|neuvièmes?|dixièmes?"
_NO_SHARE = (r"(?!\s+(?:de\s+la\s+|de\s+l[’']|d[’']une?\s+|du\s+|des\s+|de\s+|d[’'])?"
             rf"(?:{_TIMES}|dose|temps|journée|vie|séance|étude|essai|groupe|bras|visite|fois|phase)\b)")
_THINGS = (r"(?!\s+(?:essais?|études?|médicaments?|groupes?|bras|doses?|prises?|séances?|centres?|pays|articles?|"
           rf"revues?|{_TIMES})\b)")
_ADVERSE = r"(?:effets?|év[éè]nements?)\s+(?:indésirables?|secondaires?|non désirés)|indésirables?"

FRENCH = Words(
    names=(
        rf"\b(?:1er|\d{{1,2}})\s+(?:{_MONTHS})\b(?:\s+\d{{4}})?", rf"\b(?:{_MONTHS})\s+\d{{4}}\b", *CODES,
        r"\b(?:19|20)\d\d\b(?![.,]\d|\s*%|\s*(?:points?|pour))", r"\b\d+(?:ers?|re|ère|e|es|ème|nde?)\b",
        r"\b(?:semaine|jour|mois|heure|année|an|phase|grade|niveau|figure|tableau|visite|section|chapitre|partie|page|"
        rf"étape|question|encadré|annexe|stade)s?\s+{_NUMBERS}[ab]?\b",
        rf"(?:{NUMBER}\s*(?:%|pour\s?cent)|\bmoitié|\b(?:{_PARTS}))\s+(?:(?:des?|d[’'])\s*[^\W\d]+\s+)?"
        r"(?:(?:étaient|était|sont)\s+)?(?:des\s+|de\s+)?(?:femmes|hommes|filles|garçons)\b"),
    plan=(
        rf"\b{_NUMBERS}[-\s]*(?:{_UNITS})\b{_MORE}", rf"\b{_NUMBERS}[-\s]+(?:{_TIMES})\b{_MORE}",
        rf"\b{_NUMBERS}\s+(?:(?!points?\b|sur\b|pour\b|fois\b)[^\W\d]+(?:[-\s]+|[’'])){{0,3}}(?:{_PEOPLE})\b",
        r"\bn\s*=\s*\d[\d.]*",
        r"\b(?:âgée?s?\s+de|plus\s+de|moins\s+de|au-dessus\s+de|au-dessous\s+de|à\s+partir\s+de|dès)\s+\d+"
        r"(?:\s*(?:à|et|–|-)\s*\d+)?(?!\d|[.,]\d|\s*(?:%|pour|points?|fois))",
        rf"\bâge\s+(?:[^\W\d]+\s+){{1,3}}{NUMBER}", rf"\b{_NUMBERS}\s+fois\s+(?:par|chaque|tous|toutes)\b",
        rf"[$€£]\s*{NUMBER}",
        rf"\b{NUMBER}(?:\s+(?:mille|millions?|milliards?)(?:\s+d(?:e\s|[’']))?)?\s*(?:€|(?:dollars|euros|francs)\b)"),
    percent=rf"{NUMBER}\s*(?:%|pour\s?cent\b|pour\s+mille\b)",
    results=(
        rf"{NUMBER}\s*(?:sur|/|parmi|pour|contre|des)\s*(?:les\s+|chaque\s+)?{NUMBER}",
        rf"{NUMBER}\s+(?:{_WHO})\s+sur\s+(?:les\s+)?{NUMBER}",
        rf"\b(?:perd\w*|pris|gagn\w*)\s+(?:[^\W\d]+\s+){{0,2}}{NUMBER}\s*(?:kg|g|kilos?|kilogrammes?|livres)\b"),
    in_words=(
        *shares.FRENCH,
        rf"(?<!première )(?<!seconde )(?<!deuxième )\bmoitié\b{_NO_SHARE}",
        rf"\b(?:une?|le|{_COUNT})\s+(?:{_PARTS})\b{_NO_SHARE}",
        rf"\b{_COUNT}\s+fois\b(?!\s+(?:par|la|le|les|chaque|dans|en|tous|toutes)\b|\s*[.,;)]|\s*$)",
        rf"\b(?:divis|multipli)(?:é|ée|és|ées|a|er)\s+par\s+(?:près\s+de\s+)?{_COUNT}\b",
        r"\b(?:doubl|tripl|quadrupl)(?:é|ée|és|ées|a|er|èrent|ait|aient|ent|ant)\b(?!\s+(?:la|les)\s+doses?)",
        r"\b(?:le|du|au)\s+(?:double|triple|quadruple)\b(?!\s+(?:aveugle|insu|de\s+la\s+dose))",
        rf"\b(?:une?|{_COUNT})\s+(?:(?:{_WHO})\s+)?(?:sur|parmi|des)\s+(?:les\s+)?(?:{_COUNT}|{NUMBER})\b{_THINGS}",
        rf"\b{_COUNT}\s+(?:pour\s?cent|points?|pour\s+mille)\b", "[¼-¾⅐-⅞]"),
    beginnings=(*shares.FRENCH_BEGINNINGS, "moitié", "tiers", "quart", "ième", "doubl", "tripl", "quadrupl"),
    counts=folded_words(*_ONES, *_TENS, "cent"),
    out_of=rf"\b{NUMBER}\s+(?:[^\W\d]+[-\s]+){{0,4}}(?:{_PEOPLE})\b|{NUMBER}\s*/\s*{NUMBER}|"
           rf"\b(?:sur|des|de|parmi|n\s*=)\s+(?:les\s+)?{NUMBER}(?!\s*(?:%|pour))",
    harms={
        "adverse": _ADVERSE, "effects": _ADVERSE, "unwanted": _ADVERSE,
        "harm": r"nuire|nuit|nuisible\w*|dommages?|préjudices?|méfaits?",
        "severe": r"(?:effets?|év[éè]nements?|réactions?)\s+(?:[^\W\d]+\s+){0,3}?(?:graves?|sévères?|sérieu\w+)"},
    aims={
        "suicide": r"suicid\w*", "self-injury": r"automutil\w*|auto-?agress\w*",
        "death": r"morte?s?|mortel\w*|mortalité|décès|décéd\w*|mourut|moururent",
        "seizure": r"convuls\w*|épilep\w*", "psychosis": r"psychoses?|psychoti\w*", "elation": r"mani(?:e|aque)s?",
        "flashback": r"flash-?backs?", "headache": r"ma(?:l|ux) de tête|céphalées?|migraines?",
        "nausea": r"nausé\w*|vomi\w*|mal au c(?:œ|oe)ur|haut-le-c(?:œ|oe)ur", "dizziness": r"vertiges?|étourdi\w*",
        "blood pressure": r"(?:tension|pression) artérielle|hypertension|hypotension",
        "heart": r"(?:rythme|fréquence) cardiaque|palpitations?|QT|pouls|tachycardies?|"
                 r"douleurs? (?:à|dans) la poitrine|évanoui\w*|syncopes?",
        "dissociation": r"dissoci\w+", "sedation": r"sédat\w*|somnol\w*", "bladder": r"vessie|urinaires?",
        "breathing": r"respir\w*", "blackout": r"pertes? de (?:conscience|connaissance)|inconscien\w*|trous? noirs?",
        "panic": r"paniqu\w*", "gait": r"incapables? de marcher|marcher seul\w*", "jaw": r"mâchoires?",
        "memory": r"(?:pertes?|troubles?) de (?:la )?mémoire|amnési\w*",
        "sight": r"vision|vue (?:trouble|floue)|visuel\w*", "worse": r"pires?|aggrav\w*|empir\w*|détérior\w*"},
    denials=(
        r"\b(?:aucune?s?|sans|ni|jamais|nulle?|pas|personne\s+n(?:e\b)?)(?:\s+|[’'])(?:[^\W\d]+(?:\s+|[’'])){{0,4}}?"
        r"(?:{harm})\b",
        r"\b(?:{harm})\s+(?:[^\W\d]+\s+){{0,2}}?n(?:[’']|e\s+)[^\W\d]+\s+(?:pas|jamais)\s+été\b"),
    better=r"\b(?:baiss\w*|diminu\w*|chut\w*|recul\w*|rédui\w*|réduct\w*|soulag\w*|amélior\w*|mieux|meilleure?s?|"
           r"guéri\w*|rétabli\w*|rémissions?|répond\w*|bénéfi\w*|bienfaits?|efficac\w*|débarrass\w*|disparu\w*|"
           r"(?<!au )(?<!du )moins|arrêt\w*|cess\w*|abstinen\w*|gagn\w*)\b",
    gains=gains.FRENCH,
    clauses=r"[;:]|,\s|\b(?:et|mais|tandis|alors|contre|cependant|pourtant|quoique|avec|dont)\b",
    open=r"\b(?:essai|étude)s?\s+ouverte?s?\b|\ben ouvert\b|open[- ]label|\bsavai\w*|\bconnaissai\w*|non contrôlé|"
         r"(?:sans|pas (?:de |en |d[’'])|aucun )\s*(?:insu|aveugle|groupe (?:de |d[’'])?"
         r"(?:comparaison|contrôle|témoin)|groupe|comparaison|contrôle|placebo|témoin)",
    withdrawn=r"rétract|retiré|retrait",
    examples=("tous savaient ce qu’ils recevaient", "l’article a été rétracté"),
    plain=r"personne|patient|particip|volontaire|adulte|femme|homme|groupe|placebo|substance|médicament|contrôle|"
          r"comparaison|effet|év[éè]nement|réaction|dose|semaine|mois|heure|année|après|pendant|avant|sans|moins|environ|"
          r"grave|sévère|sérieu|autre|plus|quelque|chaque|chez|certain|étude|essai|premi|parmi|moitié|tiers|quart|pour|"
          r"dans|étaient|avaient|toutes|cette|rapport",
)
