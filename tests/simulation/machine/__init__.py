"""What makes a run the same each time: a clock that is a number, chance from a seed, a database without threads."""
