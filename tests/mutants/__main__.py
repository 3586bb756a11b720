import sys
from tests.mutants import trial

room = trial.rooms()[sys.argv[1]]
for m in trial.run(room, again="--again" in sys.argv):
    if m.verdict not in ("killed",):
        print(m)
