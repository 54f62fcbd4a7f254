"""The core: values in, values out. Nothing here reads a clock, a network, a database or the environment."""
