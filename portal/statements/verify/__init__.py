"""The one-file verifier that journalists download; it imports nothing of the portal."""
