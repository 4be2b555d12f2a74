"""Reading clerks' workbooks: what a file is, where its header stands, what each column and row means.

Pure: no database and no settings. What the columns of a list may mean is told by the room that imports it.
"""
