"""What has come lately, so that what comes again is known."""

from collections import OrderedDict


class Recent:
    """The newest names, as many as are remembered."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._names: OrderedDict[str, None] = OrderedDict()

    def add(self, name: str) -> bool:
        """Whether it has not been there before."""
        if name in self._names:
            return False
        self._names[name] = None
        if len(self._names) > self._most:
            self._names.popitem(last=False)
        return True

    def discard(self, name: str) -> None:
        """It is as if it had not been there."""
        self._names.pop(name, None)
