"""Whether the tests of a room notice: small faults are put into its modules, one at a time, and its tests are run."""
