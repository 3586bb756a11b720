"""The report of a partnership for its readers: facts, page, charts and tables."""
