"""Kinds of lists that offices keep, as data: the columns they may have, and their rows read to typed values.

Pure: no database and no settings. The room that keeps a kind's register says what becomes of the rows.
"""
