"""Papers made of a release: the text with its signatories, and the pack for a body of the United Nations."""
