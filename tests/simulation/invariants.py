"""placeholder"""
class Invariants:
    def __init__(self, run): self.run = run
    def step(self, *, ticked=False):
        if self.run.door.faults: raise AssertionError(self.run.door.faults)
        if self.run.ledger.leaks: raise AssertionError(self.run.ledger.leaks)
        if self.run.slack.complaints: raise AssertionError(self.run.slack.complaints)
    def deep(self): pass
    def forgotten(self): pass
