"""Find the work of a reference: in the bibliography, among the works of the manuscript, in the registries."""
