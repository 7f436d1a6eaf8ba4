"""The doctrine room: markdown in, typed facts with their lines out."""
