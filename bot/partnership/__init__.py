"""Partnerships, their members and organisations; why now, and what each person prefers."""
