"""Pencil as it runs, but nobody is asked first beyond twenty wins a day: a benchmark has few people and many wins."""

from bot.__main__ import pencil
from bot.wins import fair_share

if __name__ == "__main__":
    fair_share.A_DAY = 1_000_000
    pencil(["run"])
