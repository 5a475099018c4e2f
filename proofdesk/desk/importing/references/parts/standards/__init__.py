"""Read entries by the marks of national standards, which say themselves where each part begins: GOST, GB/T 7714."""
