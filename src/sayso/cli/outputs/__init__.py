"""The forms an answer takes, one file each."""
