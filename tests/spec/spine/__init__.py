"""The SQL files of sql/spine, one test file each."""
