"""What a change does: files, hunks and commits, kinds with reasons, what is owed. Layer 3."""
