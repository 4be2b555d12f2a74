"""Diaban runs a province's ground: people, papers, work, and figures that are counts of what was done."""

__version__ = "0.1.0"
