"""The SQL files of sql/staging, one test file each."""
