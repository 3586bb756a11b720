"""Where data name a person: their copy, being forgotten, how long rows are kept, the end of a partnership."""
