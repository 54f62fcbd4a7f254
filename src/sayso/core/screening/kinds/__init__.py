"""Ways of looking at a post that rules share, one file a kind; `DETECTORS` is the table of the built-in ones."""
