"""Spanish words of results and harms."""

from __future__ import annotations

from proofdesk.checks.harms.words import gains, shares
from proofdesk.checks.harms.words.table import CODES, NUMBER, Words, folded_words

_NUMBERS = rf"{NUMBER}(?:\s*(?:,|y|e|o|u|a|–|-|por)\s*{NUMBER}){{0,9}}"
_UNITS = r"mg|miligramos?|[µμ]g|microgramos?|mcg|g|gramos?|kg|ml|mililitros?|mg/kg|ms|hz|tesla"
_TIMES = r"segundos?|minutos?|horas?|h|días?|noches?|semanas?|mes(?:es)?|años?|décadas?"
_MORE = r"(?!\s+(?:más|menos|antes|después)\b)"
_WHO = (r"personas?|pacientes?|participantes?|voluntari[oa]s?|adult[oa]s?|adolescentes?|hombres?|mujeres?|"
        r"niñ[oa]s?")
_PEOPLE = (
    rf"{_WHO}|soldados?|veteran[oa]s?|fumador\w*|usuari[oa]s?|gemel[oa]s?|terapeutas?|ensayos?|estudios?|revisiones|"
    r"publicaciones|artículos?|casos?|informes?|medicamentos?|fármacos?|sesiones|dosis|tomas|grupos?|brazos?|centros?|"
    r"clínicas?|hospitales|países|ratones|ratas|cerdos|animales|plantas?|parcelas?|granjas?|muestras?|otr[oa]s")
_MONTHS = ("enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre")
_ONES = ("dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce",
         "quince", "dieciséis", "dieciseis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintiún",
         "veintiuna", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete",
         "veintiocho", "veintinueve")
_TENS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_COUNT = rf"(?:(?:{'|'.join(_TENS)})(?:\s+y\s+(?:un[oa]?|{'|'.join(_ONES[:8])}))?|{'|'.join(_ONES)}|cien(?:to)?)"
_PARTS = r"tercios?|cuartos?|quintos?|sextos?|séptimos?|octavos?|novenos?|décimos?"
_NO_SHARE = (r"(?!\s+(?:de\s+(?:la\s+|el\s+|una?\s+|su\s+)?|del\s+)?"
             rf"(?:{_TIMES}|dosis|tiempo|vida|sesión|estudio|ensayo|grupo|brazo|visita|fase)\b)")
_THINGS = (r"(?!\s+(?:ensayos?|estudios?|medicamentos?|fármacos?|grupos?|brazos?|dosis|tomas|sesiones|centros?|países|"
           rf"artículos?|revisiones|{_TIMES})\b)")
_ADVERSE = (r"(?:efectos?|eventos?|acontecimientos?|reacci[oó]n(?:es)?)\s+(?:advers\w+|secundari\w+|indesead\w+|"
            r"no desead\w+)|advers[oa]s?")

SPANISH = Words(
    names=(
        rf"\b\d{{1,2}}\s+de\s+(?:{_MONTHS})\b(?:\s+del?\s+\d{{4}})?",
        rf"\b(?:{_MONTHS})\s+(?:del?\s+)?\d{{4}}\b", *CODES,
        r"\b(?:19|20)\d\d\b(?![.,]\d|\s*%|\s*(?:puntos?|por))", r"\b\d+\.?[ºª]",
        r"\b(?:semana|día|mes|hora|año|fase|grado|nivel|figura|tabla|cuadro|visita|sección|capítulo|parte|página|paso|"
        rf"pregunta|recuadro|anexo|etapa)(?:s|es)?\s+{_NUMBERS}[ab]?\b",
        rf"(?:{NUMBER}\s*(?:%|por\s+ciento)|\bmitad|\b(?:{_PARTS}))\s+(?:(?:de|del)\s+(?:l[oa]s\s+)?[^\W\d]+\s+)?"
        r"(?:(?:eran|son|fueron)\s+)?(?:de\s+)?(?:mujeres|hombres|niñas|niños)\b"),
    plan=(
        rf"\b{_NUMBERS}[-\s]*(?:{_UNITS})\b{_MORE}", rf"\b{_NUMBERS}[-\s]+(?:{_TIMES})\b{_MORE}",
        rf"\b{_NUMBERS}\s+(?:(?!puntos?\b|de\b|por\b|veces\b)[^\W\d]+[-\s]+){{0,3}}(?:{_PEOPLE})\b",
        r"\bn\s*=\s*\d[\d.]*",
        r"\b(?:edad\s+de|edades\s+de|más\s+de|menos\s+de|mayores\s+de|menores\s+de|entre\s+los|a\s+partir\s+de)\s+"
        r"(?:los\s+)?\d+(?:\s*(?:a|y|–|-)\s*(?:los\s+)?\d+)?(?!\d|[.,]\d|\s*(?:%|por|puntos?|veces))",
        rf"\bedad\s+(?:[^\W\d]+\s+){{1,3}}{NUMBER}", rf"\b{_NUMBERS}\s+veces\s+(?:por|al|a\s+la|cada)\b",
        rf"[$€£]\s*{NUMBER}",
        rf"\b{NUMBER}(?:\s+(?:mil|mill[oó]n(?:es)?)(?:\s+de)?)?\s*(?:€|(?:dólares|euros|francos|pesos)\b)"),
    percent=rf"{NUMBER}\s*(?:%|por\s+ciento\b|por\s+mil\b)",
    results=(
        rf"{NUMBER}\s*(?:de|/|entre|por|frente\s+a)\s*(?:l[oa]s\s+|cada\s+)?{NUMBER}",
        rf"{NUMBER}\s+(?:{_WHO})\s+de\s+(?:l[oa]s\s+|cada\s+)?{NUMBER}",
        rf"\b(?:perdi\w*|gan\w+|aument\w+)\s+(?:[^\W\d]+\s+){{0,2}}{NUMBER}\s*(?:kg|g|kilos?|kilogramos?|libras)\b"),
    in_words=(
        *shares.SPANISH,
        rf"(?<!primera )(?<!segunda )(?<!\ba )(?<!en )\bmitad\b{_NO_SHARE}",
        rf"\b(?:un|el|{_COUNT})\s+(?:{_PARTS})\b{_NO_SHARE}",
        r"\b(?:tercera|cuarta|quinta|sexta|séptima|octava|novena|décima)s?\s+partes?\b(?!\s+de\s+la\s+dosis)",
        rf"\b{_COUNT}\s+veces\b(?!\s+(?:por|al|a|cada|en|diari\w+|semanal\w*)\b|\s*[.,;)]|\s*$)",
        rf"\b(?:multiplic|divid)[^\W\d]+\s+(?:por|entre)\s+(?:casi\s+)?{_COUNT}\b",
        r"\b(?:el|al|del)\s+(?:doble|triple|cuádruple)\b(?!\s+(?:ciego|de\s+la\s+dosis))",
        r"\b(?:duplic|triplic|cuadruplic)(?:ó|aron|ar|ad[oa]s?|aba\w*|a|an)\b(?!\s+la\s+dosis)",
        rf"\b(?:un[oa]|{_COUNT})\s+(?:(?:{_WHO})\s+)?(?:de|entre)\s+(?:cada\s+|l[oa]s\s+)?"
        rf"(?:{_COUNT}|{NUMBER})\b{_THINGS}",
        rf"\b{_COUNT}\s+(?:por\s+ciento|puntos?|por\s+mil)\b", "[¼-¾⅐-⅞]"),
    beginnings=(*shares.SPANISH_BEGINNINGS,
                "mitad", "tercio", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo", "parte",
                "doble", "triple", "cuádruple", "duplic", "triplic"),
    counts=folded_words(*_ONES, *_TENS, "cien", "ciento"),
    out_of=rf"\b{NUMBER}\s+(?:[^\W\d]+[-\s]+){{0,4}}(?:{_PEOPLE})\b|{NUMBER}\s*/\s*{NUMBER}|"
           rf"\b(?:de|entre|n\s*=)\s+(?:l[oa]s\s+)?{NUMBER}(?!\s*(?:%|por))",
    harms={
        "adverse": _ADVERSE, "effects": _ADVERSE, "unwanted": _ADVERSE,
        "harm": r"dañ\w*|perjudic\w*|perjuicios?|nociv\w*",
        "severe": r"(?:efectos?|eventos?|acontecimientos?|reacci[oó]n(?:es)?)\s+(?:[^\W\d]+\s+){0,3}?"
                  r"(?:graves?|sever[oa]s?|seri[oa]s?)"},
    aims={
        "suicide": r"suicid\w*", "self-injury": r"autolesi\w*",
        "death": r"muert\w*|murió|murieron|fallec\w*|mortal\w*", "seizure": r"convulsi\w*|epil[eé]p\w*",
        "psychosis": r"psicosis|psicótic\w*", "elation": r"manía\w*|man[ií]ac\w*", "flashback": r"flash-?backs?",
        "headache": r"dolor(?:es)? de cabeza|cefaleas?|migrañas?|jaquecas?", "nausea": r"n[aá]useas?|v[oó]mit\w*",
        "dizziness": r"mare\w*|vértigos?", "blood pressure": r"(?:presión|tensión) arterial|hipertensi\w*|hipotensi\w*",
        "heart": r"ritmo card[ií]aco|frecuencia card[ií]aca|palpitaci\w*|QT|pulso|taquicardias?|"
                 r"dolor(?:es)? (?:en el|de) pecho|desmay\w*",
        "dissociation": r"disociat\w*|disociaci\w*", "sedation": r"sedaci\w*|sedad\w*|somnol\w*",
        "bladder": r"vejiga|urinari\w*", "breathing": r"respir\w*",
        "blackout": r"pérdidas? de(?:l)? cono?[sc]\w*|inconsci\w*", "panic": r"pánico",
        "gait": r"no pud\w+ caminar|incapa\w+ de caminar", "jaw": r"mandíbulas?",
        "memory": r"(?:pérdidas?|problemas?) de memoria|amnesia", "sight": r"visión|visual\w*",
        "worse": r"peor\w*|empeor\w*|agrav\w*"},
    denials=(
        r"\b(?:ningun[oa]s?|ningún|sin|nadie|ni|nunca|jamás|no|libres? de)\s+(?:[^\W\d]+\s+){{0,3}}?(?:{harm})\b",
        r"\b(?:{harm})\s+(?:[^\W\d]+\s+){{0,2}}?no\s+(?:se|fueron|fue|aparecieron)\b"),
    better=r"\b(?:baj(?:ó|aron|aba\w*|ar)|descend\w*|disminu\w*|redu[jcz]\w*|alivi\w*|mejor\w*|recuper\w*|remisi\w*|"
           r"respond\w*|benefici\w*|eficac\w*|cur(?:ó|aron|ad[oa]s?)|desapareci\w*|(?<!al )(?<!lo )menos|menor(?:es)?|"
           r"dejaron|abstinen\w*|cay\w+)\b",
    gains=gains.SPANISH,
    clauses=r"[;:]|,\s|\b(?:y|e|pero|mientras|aunque|con|frente|contra)\b",
    open=r"\babiert[oa]s?\b|open[- ]label|\bsabía\w*|no (?:era )?(?:ciego|controlad|enmascarad)|sin (?:[^\W\d]+ )?(?:"
         r"enmascara|ciego|cegamiento|control|comparación|placebo|grupo)|no (?:hubo|había|tenía) (?:[^\W\d]+ )?(?:"
         r"grupo|comparación|control|placebo)",
    withdrawn=r"retract|retirad|retiró|retiraron",
    examples=("todos sabían lo que recibían", "el trabajo fue retractado"),
    plain=r"persona|paciente|particip|voluntari|adult|mujer|hombre|grupo|placebo|sustancia|medicamento|fármaco|control|"
          r"comparaci|efecto|evento|acontecimiento|reacci|dosis|semana|meses|hora|año|después|durante|antes|menos|cerca|"
          r"grave|sever|seri[oa]|otr[oa]|más|algun|cada|ningun|estudio|ensayo|primer|entre|mitad|terci|cuart|para|fueron|"
          r"tuvieron|todos|todas|ambos",
)
