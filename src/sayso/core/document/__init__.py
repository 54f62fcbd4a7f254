"""The policy as a document people read and write: its handbook, its quiz, and what changed from one edition to the next."""
