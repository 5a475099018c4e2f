"""Summarise in one line what a block rests on, from the works that it cites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from proofdesk.bibliography.evidence.certainty import is_preclinical_only, kinds_among
from proofdesk.bibliography.evidence.own_words import AnySpecies, OwnSpecies
from proofdesk.bibliography.evidence.vocabulary import Design, EvidenceKind, Species
from proofdesk.bibliography.evidence.work import Evidence
from proofdesk.common.language import _, ngettext, pgettext, spoken


def evidence_summary(works: list[Evidence]) -> str:
    """Return one line on what a block rests on, made from the works it cites.

    “Based on 1 randomised trial in people (233) and 1 case report”, “Animal studies only: …”, “No study cited”.
    """
    retracted = sum(work.retracted for work in works)
    sound = [work for work in works if not work.retracted]
    line = _line(sound)
    if not retracted:
        return line
    return _("%(line)s; also cited: %(works)s", line=line,
             works=ngettext("%(num)s retracted work", "%(num)s retracted works", retracted))


def _line(sound: list[Evidence]) -> str:
    if not sound:
        return _("No study cited")
    counted = _counted(sound)
    if is_preclinical_only(sound):
        kinds = kinds_among(sound)
        if sound[0].words_of.is_own:
            return _("Only %(where)s: %(works)s", where=spoken().listed([kind.where for kind in kinds]), works=counted)
        if len(kinds) == 2:
            return _("Animal and cell studies only: %(works)s", works=counted)
        return _("Animal studies only: %(works)s", works=counted) if kinds[0] is EvidenceKind.ANIMALS else _(
            "Cell studies only: %(works)s", works=counted)
    if all(work.is_document for work in sound):
        return _("No study cited: %(works)s only", works=counted)
    return _("Based on %(works)s", works=counted)


def _counted(works: list[Evidence]) -> str:
    """Return “2 randomised trials in people (80), 1 study in mice and 1 review”, the strongest first."""
    groups: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for work in works:
        groups[_noun(work, 1), _noun(work, 2)].append(work)
    order = {noun: min((work.level, work.design.place) for work in each) for noun, each in groups.items()}
    return spoken().listed([
        _("%(number)s %(works)s", number=len(each), works=_noun(each[0], len(each))) + _size(each)
        for noun, each in sorted(groups.items(), key=lambda item: (order[item[0]], item[0]))])


def _size(works: list[Evidence]) -> str:
    """Return in brackets how many took part, or how many studies were reviewed, if that is known of all."""
    if works[0].design.traits.systematic:
        studies = [work.studies for work in works]
        total = sum(number or 0 for number in studies)
        return f" ({ngettext('%(num)s study', '%(num)s studies', total)})" if None not in studies else ""
    sizes = [work.size for work in works]
    if None in sizes or works[0].design.traits.single or works[0].is_document:
        return ""
    return f" ({spoken().number(sum(size or 0 for size in sizes))})"


def _noun(work: Evidence, number: int) -> str:
    """Return what to call so many works like this one, without the number."""
    named = [species for species in work.species if species.is_named]
    where = where_in_words(named, work.species)
    design = work.design
    if named and design in (Design.ANIMAL_EXPERIMENT, Design.CELL_EXPERIMENT, Design.NOT_CLASSIFIED):
        return ngettext("study %(where)s", "studies %(where)s", number, where=where)
    if design is Design.TISSUE_STUDY:
        return ngettext("study of people’s tissue after death", "studies of people’s tissue after death", number)
    if work.is_randomised_trial and not (work.words_of.is_own or design.traits.randomised):
        design = Design.RCT
    noun = design.counted(number)
    if design.traits.says_where or design is Design.NOT_CLASSIFIED:
        return noun
    if work.is_mostly_preclinical and work.words_of.is_own:
        return _("%(works)s, mostly %(where)s", works=noun, where=spoken().listed(
            [kind.where for kind in work.words_of.kinds if kind.is_indirect]))
    if work.is_mostly_preclinical:
        return _("%(works)s, mostly of animals and cells", works=noun)
    return _("%(works)s %(where)s", works=noun, where=where) if where else noun


def where_in_words(named: Sequence[AnySpecies], alone: Sequence[AnySpecies] = ()) -> str:
    """Return “in people and mice”, or “in cells in a dish” if a work was done in cells ``alone``."""
    if not named:
        return ""
    if any(isinstance(each, OwnSpecies) for each in named):
        return spoken().listed([each.where for each in named])
    whom = [pgettext("in whom", "cells in a dish")] if [*alone] == [Species.CELL] else [
        pgettext("in whom", species.english.lower()) for species in named]
    return _("in %(whom)s", whom=spoken().listed(whom))
