"""Results that have no figure: shares of those who took part in words, and comparisons with those who got nothing.

A share of studies, a list of who took part and what nobody knows are no results.
"""

from __future__ import annotations

_SO = r"(?:[^\W\d]+\s+)"  # a word between two others

_EN_WHO = r"(?:people|persons|patients|participants|volunteers|adults|veterans|smokers|women|men|children|them|those)"
_EN_KIND = r"(?!\s+(?:were|are|was)\s+(?:women|men|female|male|white|black|students|young|old|in\s+their)\b)"
_EN_NONE = r"(?:placebo|(?:an?\s+)?(?:dummy|sham)|(?:the\s+)?controls?|usual\s+care|no\s+treatment|a\s+waiting\s+list)"
ENGLISH = (
    rf"\b(?:most|the\s+majority|a\s+majority|nearly\s+all|almost\s+all|none|all|each)\s+of\s+(?:the\s+)?{_EN_WHO}\b"
    + _EN_KIND,
    rf"\bmost\s+{_EN_WHO}\b" + _EN_KIND, r"\b(?:nearly|almost|virtually)\s+every(?:one|body)\b",
    r"\b(?:a|the\s+(?:vast|great|large))\s+majority\s+(?!of\s+(?:the\s+)?(?:trials|studies|papers|works|research))",
    r"\b(?:every|no)\s+(?:single\s+)?(?:participant|patient|volunteer)\b",
    r"\bone\s+(?:person|patient|participant|volunteer|woman|man|child|smoker)\s+(?:in|out\s+of)\s+[a-z]+\b",
    rf"\b(?:better|worse|more|less|fewer|lower|higher|greater|faster|sooner|longer|stronger)\s+{_SO}{{0,6}}than\s+"
    rf"(?:with\s+|on\s+|after\s+|those\s+on\s+)?{_EN_NONE}\b",
    rf"\b(?:superior\s+to|non-?inferior\s+to|outperformed|beat)\s+{_SO}{{0,2}}{_EN_NONE}\b",
    r"\bsignificantly\s+(?:better|worse|more|less|fewer|lower|higher|greater|reduc|improv|decreas|lower|rais|increas)\w*")
ENGLISH_BEGINNINGS = ("most", "majority", "nearly", "almost", "virtually", "of th", "every", "participant", "patient",
                      "volunteer", "placebo", "dummy", "sham", "control", "care", "treatment", "waiting",
                      "significantly")

_DE_WHO = r"(?:menschen|personen|teilnehm|patient|proband|freiwillig|betroffen|ihnen|raucher|frauen|männer|kinder)"
_DE_NONE = r"(?:placebo|scheinbehandlung|scheinmedikament|kontroll\w*|übliche\w*\s+behandlung)"
GERMAN = (
    rf"\b(?:die|den|der)\s+meisten\s+(?:von\s+|der\s+)?{_DE_WHO}\w*+(?!\s+waren\s+(?:frauen|männer|weiß|jung))",
    r"\bden\s+meisten\s+ging\b", r"\b(?:die|eine|der)\s+(?:große\s+)?mehrheit\b(?!\s+(?:der\s+)?(?:studien|arbeiten))",
    r"\b(?:fast|beinahe|nahezu)\s+(?:alle|jede[rnms]?|keine[rnms]?|niemand)\b(?!\s+(?:studien|arbeiten|tag|woche|nacht))",
    rf"\bkeine[rnms]?\s+(?:der|von)\s+(?:den\s+)?{_DE_WHO}",
    rf"\b(?:besser|schlechter|wirksamer|mehr|weniger|stärker|schneller|häufiger|seltener|länger|kürzer)\s+{_SO}{{0,4}}als"
    rf"\s+(?:unter\s+|mit\s+|nach\s+|bei\s+|ein\s+|eine\s+|die\s+|der\s+)?{_DE_NONE}",
    rf"{_DE_NONE}\s+{_SO}{{0,2}}überlegen\b",
    r"\b(?:signifikant|deutlich)\s+(?:besser|weniger|mehr|geringer|höher|niedriger|seltener|häufiger)\b")
GERMAN_BEGINNINGS = ("meisten", "mehrheit", "fast", "beinahe", "nahezu", "keine", "placebo", "schein", "kontroll",
                     "behandlung", "signifikant", "deutlich")

_FR_NONE = r"(?:placebo|groupe\s+(?:témoin|contrôle)|contrôles?|témoins?)"
FRENCH = (
    r"\bla\s+(?:plupart|(?:grande\s+)?majorité)\b(?!\s+(?:des|de\s+ces)\s+(?:études|essais|travaux))"
    r"(?!\s+(?:[^\W\d]+\s+){0,2}étaient\s+(?:des\s+)?(?:femmes|hommes))",
    r"\b(?:presque|quasiment)\s+(?:tous|toutes|chaque|aucune?|personne)\b",
    r"\baucune?\s+(?:des\s+|d['’]entre\s+)?(?:patient|participant|personne|volontaire|eux|elles)",
    rf"\b(?:mieux|plus|moins|meilleure?s?)\s+{_SO}{{0,4}}qu['’e]\s*(?:le\s+|la\s+|un\s+|une\s+|avec\s+|sous\s+)*{_FR_NONE}",
    rf"\b(?:supérieure?s?|non\s+inférieure?s?)\s+(?:au|à|aux)\s+(?:un\s+|celui\s+du\s+)?{_FR_NONE}",
    r"\bsignificativement\s+(?:mieux|plus|moins|meilleur|réduit|diminué|amélioré|inférieur|supérieur)\w*")
FRENCH_BEGINNINGS = ("plupart", "majorité", "presque", "quasiment", "aucun", "placebo", "contrôle", "témoin",
                     "significativement")

_ES_NONE = r"(?:placebo|grupo\s+(?:de\s+)?control|controles?)"
SPANISH = (
    r"\bla\s+(?:gran\s+)?mayoría\b(?!\s+de\s+(?:los|las|estos|estas)\s+(?:estudios|ensayos|trabajos))"
    r"(?!\s+(?:[^\W\d]+\s+){0,2}eran\s+(?:mujeres|hombres))",
    r"\bcasi\s+(?:tod[oa]s|ningun[oa]|nadie)\b(?!\s+los\s+(?:días|estudios))",
    r"\bningun[oa]\s+(?:de\s+(?:ell[oa]s|l[oa]s))\b|\bning[uú]n\s+(?:paciente|participante|voluntario)",
    rf"\b(?:mejor(?:es)?|peor(?:es)?|más|menos|mayor(?:es)?|menor(?:es)?)\s+{_SO}{{0,4}}que\s+"
    rf"(?:el\s+|un\s+|con\s+|en\s+)*{_ES_NONE}",
    rf"\b(?:superior(?:es)?|no\s+inferior(?:es)?)\s+al?\s+{_ES_NONE}",
    r"\bsignificativamente\s+(?:mejor|peor|más|menos|mayor|menor|redu|mejor)\w*")
SPANISH_BEGINNINGS = ("mayoría", "casi", "ningun", "ningún", "placebo", "control", "significativamente")
