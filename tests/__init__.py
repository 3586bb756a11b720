"""The tests; what is measured is measured from before anything else of them is imported."""

from tests import coverage as coverage
