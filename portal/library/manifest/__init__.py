"""Works in and out by the folder: a manifest, and a file for each language of each work."""
