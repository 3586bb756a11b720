"""Acts in sets: a rule may have a form that does many acts at once, each statement once for all of them.

The form gets a session and the arguments of each act, and returns of each what the rule would have returned; `LEFT` of
one of which it has written nothing, and which the rule itself does. If the form fails nothing of its set is kept, and
the rule does every act by itself.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session

Arguments = tuple[Any, ...]
SetForm = Callable[[Session, Sequence[Any]], Sequence[Any]]
RuleT = TypeVar("RuleT", bound=Callable[..., Any])

LEFT: Any = object()

_FORMS: dict[Callable[..., Any], SetForm] = {}


def done_by(form: SetForm) -> Callable[[RuleT], RuleT]:
    """The rule's acts may be done in sets, by this form."""

    def registered(rule: RuleT) -> RuleT:
        _FORMS[rule] = form
        return rule

    return registered


def form_of(rule: Callable[..., Any]) -> SetForm | None:
    """The form that does sets of the rule's acts, if it has one."""
    return _FORMS.get(rule)
