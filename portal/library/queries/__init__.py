"""Reading the catalogue: lists with honest badges, one work with all that its page shows."""
