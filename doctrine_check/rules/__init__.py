"""The rules: one file each, pure, facts in and problems out. The registry lists them all."""
