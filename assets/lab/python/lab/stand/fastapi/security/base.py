"""What every scheme is."""

from fastapi.exceptions import HTTPException


class SecurityBase:
    scheme_name, auto_error, challenge = None, True, "Bearer"

    def refuse(self):
        """401, or None where the scheme is not to insist."""
        if self.auto_error:
            raise HTTPException(401, "Not authenticated", {"WWW-Authenticate": self.challenge})
