"""Each invariant sees what it is there to see: a mechanism is broken, and the simulation finds it."""
