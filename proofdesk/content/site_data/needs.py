"""The needs that help lines serve, as the program heads them."""

from __future__ import annotations

from proofdesk.common.vocabulary import LabelledEnum


class Need(LabelledEnum):
    """A need that a line serves, the most urgent first. A site may head them otherwise, or list needs of its own."""

    DANGER = "danger", "If someone’s life is in danger", "Call your emergency number now."
    POISON = "poison", "If someone took too much, or the wrong thing", (
        "If they collapse, have a fit, cannot breathe or cannot be woken, call your emergency number first.")
    CRISIS = "crisis", "In a crisis, or thinking about suicide", "Talk to someone now."
    AFTERWARDS = "afterwards", "If it is hard, now or later", "Not for emergencies."
    ABUSE = "abuse", "If somebody whom you trusted crossed a line", (
        "Where to report it. Not for emergencies: if you are in danger, call your emergency number.")
