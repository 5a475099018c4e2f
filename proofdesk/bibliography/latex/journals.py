"""Name the journals that astronomers write as commands."""

from __future__ import annotations

import re

# The AAS's macros, as the Astrophysics Data System exports them.
_JOURNALS = {
    "aj": "The Astronomical Journal",
    "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "aap": "Astronomy and Astrophysics",
    "aaps": "Astronomy and Astrophysics Supplement Series",
    "aapr": "Astronomy and Astrophysics Review",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "nat": "Nature",
    "apss": "Astrophysics and Space Science",
    "pasj": "Publications of the Astronomical Society of Japan",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "prd": "Physical Review D",
    "prl": "Physical Review Letters",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "pre": "Physical Review E",
    "physrep": "Physics Reports",
    "icarus": "Icarus",
    "ssr": "Space Science Reviews",
    "solphys": "Solar Physics",
    "jgr": "Journal of Geophysical Research",
    "grl": "Geophysical Research Letters",
    "memras": "Memoirs of the Royal Astronomical Society",
    "planss": "Planetary and Space Science",
    "na": "New Astronomy",
    "nar": "New Astronomy Reviews",
    "baas": "Bulletin of the American Astronomical Society",
    "aplett": "Astrophysical Letters",
    "ao": "Applied Optics",
    "pasa": "Publications of the Astronomical Society of Australia",
    "procspie": "Proceedings of SPIE",
    "iaucirc": "International Astronomical Union Circulars",
    "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "gca": "Geochimica et Cosmochimica Acta",
    "actaa": "Acta Astronomica",
    "azh": "Astronomicheskii Zhurnal",
    "bain": "Bulletin of the Astronomical Institutes of the Netherlands",
    "caa": "Chinese Astronomy and Astrophysics",
    "cjaa": "Chinese Journal of Astronomy and Astrophysics",
    "jcp": "Journal of Chemical Physics",
    "jrasc": "Journal of the Royal Astronomical Society of Canada",
    "memsai": "Memorie della Società Astronomica Italiana",
    "nphysa": "Nuclear Physics A",
    "physscr": "Physica Scripta",
    "psj": "The Planetary Science Journal",
    "qjras": "Quarterly Journal of the Royal Astronomical Society",
    "rmxaa": "Revista Mexicana de Astronomía y Astrofísica",
    "skytel": "Sky and Telescope",
    "sovast": "Soviet Astronomy",
    "zap": "Zeitschrift für Astrophysik",
}


def expand_journal(value: str) -> str:
    r"""Return a journal's name for a command such as ``\apj``, and any other value as it is."""
    found = re.fullmatch(r"\{?\\([a-z]+)\}?", value.strip())
    return _JOURNALS.get(found[1], value) if found else value
