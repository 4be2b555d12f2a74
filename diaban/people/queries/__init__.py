"""What may be read of residents. Every function takes `viewer=`; the database's row security holds behind it."""

from diaban.people.queries.alike import Alike, alike, likeness
from diaban.people.queries.lists import (
    Filters,
    Page,
    PersonRow,
    count_residents,
    household_options,
    list_residents,
)
from diaban.people.queries.papers import open_paper, open_papers, paper, papers
from diaban.people.queries.records import (
    HouseholdView,
    Merged,
    Moment,
    PersonView,
    history,
    household,
    merged_record,
    open_household_record,
    open_resident,
    resident,
    timeline,
)
from diaban.people.queries.search import SearchResult, reach, search

__all__ = [
    "Alike",
    "Filters",
    "HouseholdView",
    "Merged",
    "Moment",
    "Page",
    "PersonRow",
    "PersonView",
    "SearchResult",
    "alike",
    "count_residents",
    "history",
    "household",
    "household_options",
    "likeness",
    "list_residents",
    "merged_record",
    "open_household_record",
    "open_paper",
    "open_papers",
    "open_resident",
    "paper",
    "papers",
    "reach",
    "resident",
    "search",
    "timeline",
]
