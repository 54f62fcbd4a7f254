"""Files that hold a policy somebody wrote, read as documents: the only part of the audit that touches files."""
