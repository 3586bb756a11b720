"""Whom words mention: their names, kept in one place, and put in where somebody reads the words."""
