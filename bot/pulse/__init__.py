"""The monthly pulse: sealed answers, disclosure control, results, and what hosts do about them."""
