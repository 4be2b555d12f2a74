"""WHAT WAS PROMISED: targets set by a document for a measure, an area and a period, split over the units below."""
