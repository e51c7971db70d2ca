"""The same sql/ on Spark: the words that differ, the machine that runs it, and the way there and back.

Belongs here: everything that knows of Spark. Does not belong here: what is counted (sql/) and when
(pipelines). docs/decisions/0014 says what is translated how.
"""
