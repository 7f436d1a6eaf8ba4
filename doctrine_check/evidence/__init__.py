"""Evidence bundles: read safely, typed, bound to commits. Layer 4."""
