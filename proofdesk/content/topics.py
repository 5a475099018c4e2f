"""The site's topics, of which every article has one or more."""

from __future__ import annotations

TOPICS = {
    "neuroplasticity": "Neuroplasticity",
    "psilocybin": "Psilocybin",
    "ketamine": "Ketamine",
    "lsd": "LSD",
    "mdma": "MDMA",
    "depression": "Depression",
    "ptsd": "PTSD",
    "addiction": "Addiction",
    "therapy": "Therapy",
    "safety": "Safety",
    "law": "Law",
    "everyday-habits": "Everyday habits",
    "research-methods": "Research methods",
}
