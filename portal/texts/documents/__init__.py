"""Documents in and out: files become blocks, blocks become files."""
