"""Common: tools without a subject of their own: problems and rules, source text, cache, files, lists, dates, text.

Public: what other rooms use most. Rooms below: none.
"""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.common.cache import Cache as Cache
    from proofdesk.common.errors import InternalError as InternalError
    from proofdesk.common.errors import ProofdeskError as ProofdeskError
    from proofdesk.common.errors import UserError as UserError
    from proofdesk.common.problems import Problem as Problem
    from proofdesk.common.rules import RULES as RULES
    from proofdesk.common.rules import Rule as Rule
    from proofdesk.common.rules import Severity as Severity
    from proofdesk.common.source_text import Location as Location
    from proofdesk.common.source_text import Position as Position
    from proofdesk.common.source_text import SourceText as SourceText
    from proofdesk.common.text import did_you_mean as did_you_mean
    from proofdesk.common.vocabulary import LabelledEnum as LabelledEnum
    from proofdesk.common.yaml_files.lists import load_list as load_list

__getattr__, __all__ = public({
    "proofdesk.common.cache": ("Cache",),
    "proofdesk.common.errors": ("InternalError", "ProofdeskError", "UserError"),
    "proofdesk.common.problems": ("Problem",),
    "proofdesk.common.rules": ("RULES", "Rule", "Severity"),
    "proofdesk.common.source_text": ("Location", "Position", "SourceText"),
    "proofdesk.common.text": ("did_you_mean",),
    "proofdesk.common.vocabulary": ("LabelledEnum",),
    "proofdesk.common.yaml_files.lists": ("load_list",),
})
