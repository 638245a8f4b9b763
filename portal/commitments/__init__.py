"""What members pledged: in which paragraph of which text, by when, and what came of it."""
