"""The SQL files of sql/measures, one test file each."""
