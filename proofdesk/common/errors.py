"""What stops a command before it has done anything."""

from __future__ import annotations

import click


class UserError(click.ClickException):
    """The command was given something it cannot work with. Nothing was changed; the exit code is 2."""

    exit_code = 2
