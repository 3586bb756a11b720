"""Which workspaces have the app by its link, and with what tokens."""

import secrets
import time
from dataclasses import dataclass, field

CODE_SECONDS = 600
TOKEN_SECONDS = 43_200


@dataclass
class Grant:
    """What one workspace has given the app: a token and, where they run out, what renews it."""

    team_id: str
    token: str
    refresh_token: str | None = None
    expires_at: float | None = None
    scopes: list[str] = field(default_factory=list)


class Grants:
    """The app's credentials, codes on their way, and tokens that are good."""

    def __init__(self) -> None:
        self.client_id, self.client_secret = "1234.5678", secrets.token_hex(16)
        self.rotates = False  # tokens run out, and are renewed
        self.org_wide = False  # whoever installs it does so for a whole organisation
        self.refuses = ""  # whoever opens the link may not install apps: Slack's word for it
        self.untaken: dict[str, str] = {}  # tokens that are not good any more, with Slack's word for why
        self.revoked: list[str] = []  # those that the app gave back
        self._codes: dict[str, tuple[str, list[str], float]] = {}
        self._grants: dict[str, Grant] = {}  # by token

    def code(self, team_id: str, scopes: list[str]) -> str:
        """What the app changes for a token, once."""
        made = secrets.token_hex(12)
        self._codes[made] = team_id, scopes, time.time()
        return made

    def changed(self, code: str) -> Grant | None:
        """The grant for a code that is good; nothing for one that has been used, or is too old."""
        team_id, scopes, at = self._codes.pop(code, ("", [], 0.0))
        return self.grant(team_id, scopes) if team_id and time.time() - at < CODE_SECONDS else None

    def grant(self, team_id: str, scopes: list[str]) -> Grant:
        kind = "xoxe.xoxb" if self.rotates else "xoxb"
        grant = Grant(team_id, f"{kind}-{team_id}-{secrets.token_hex(8)}", scopes=scopes)
        if self.rotates:
            grant.refresh_token = f"xoxe-1-{secrets.token_hex(12)}"
            grant.expires_at = time.time() + TOKEN_SECONDS
        self._grants[grant.token] = grant
        return grant

    def renewed(self, refresh_token: str) -> Grant | None:
        """Another token in place of the one that came with this, once."""
        before = next((grant for grant in self._grants.values() if grant.refresh_token == refresh_token), None)
        if before is None or before.token in self.untaken:
            return None
        before.refresh_token = None
        return self.grant(before.team_id, before.scopes)

    def has(self, team_id: str) -> bool:
        """Whether the workspace has the app by its link."""
        return any(grant.team_id == team_id and token not in self.untaken for token, grant in self._grants.items())

    def of(self, token: str) -> Grant | None:
        return self._grants.get(token)

    def current(self, team_id: str) -> Grant:
        """The newest of the workspace."""
        return [grant for grant in self._grants.values() if grant.team_id == team_id][-1]

    def why_not(self, token: str) -> str | None:
        """Why the token is not taken, in Slack's word; nothing if it is."""
        grant = self._grants.get(token)
        if grant is None:
            return "invalid_auth" if token else "not_authed"
        if grant.expires_at is not None and grant.expires_at < time.time():
            return "token_expired"
        return self.untaken.get(token)

    def end(self, team_id: str, word: str = "account_inactive") -> None:
        """The workspace has removed the app: none of its tokens is taken any more."""
        self.untaken |= {token: word for token, grant in self._grants.items() if grant.team_id == team_id}
