"""The form of what editors write in YAML: of which pydantic checks each value."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Written(BaseModel):
    """What an editor wrote: keys that are not known are errors, blanks around a value are left out, nothing changes it.

    A form is put together when it is first used (``defer_build``): a check of one page needs 20 of 56.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)
