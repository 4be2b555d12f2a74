"""Registers: lists of persons and households that an office keeps by law, matched to residents."""
