"""Deterministic simulation: years of a partnership in one process, with every fault, from a seed; see `__main__`."""
