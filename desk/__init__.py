"""The editors' commands: ``desk check``, ``desk retractions``.

One module a command, over the same modules as the build (``hooks``). Only ``site`` knows where things stand.
"""
