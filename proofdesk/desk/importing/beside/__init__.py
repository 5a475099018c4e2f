"""Use the bibliography that an author keeps beside a manuscript: a .bib, RIS or CSL-JSON file in the same folder."""
