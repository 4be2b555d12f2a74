"""Every list of the console as a file: the list's own rows, columns, filters and rights, read to its end.

A list page is asked twice: for its page, and for its rows (`reading.asked_at` opens its address as the viewer and takes
the list it was about to show). So an export has no query of its own that could show more than the page does. Up to
`AT_ONCE` rows are written in the request, more as a job; every file is logged before it can be fetched.
"""

#: Rows that are written while the reader waits; a longer list is a job.
AT_ONCE = 5_000
#: Rows read, written and logged in one go: no more than this is held in memory, and it fits one line of look-ups.
BATCH = 5_000
