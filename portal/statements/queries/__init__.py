"""Reading statements: lists, one with its text, comments, decisions, signatories."""
