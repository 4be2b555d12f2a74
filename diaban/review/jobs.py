"""Looking for duplicates outside the request, as the posting that asked for it."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.task(name="review.find_duplicates", queue="people")
def find_duplicates(*, unit_id: int, posting_id: int, purpose: str) -> None:
    """Compare the residents of a unit with each other. A posting that ended meanwhile asks for nothing any more."""
    from diaban.access.session import acting
    from diaban.access.viewers import viewer_of_posting
    from diaban.review import duplicates

    with acting(viewer_of_posting(posting_id, purpose)) as by:
        duplicates.find(by=by, unit_id=unit_id)
