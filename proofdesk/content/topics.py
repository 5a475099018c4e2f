"""The site's topics: what an article can be about."""

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
