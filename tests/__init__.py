"""Tests: spec/ by hand, properties/ against a naive computation, end_to_end/ as a user would."""
