"""The SQL files of sql/milestones, one test file each."""
