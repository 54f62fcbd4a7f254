"""One file a command: `run(options, console)` does it and answers with the exit code."""
