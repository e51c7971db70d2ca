"""A deliberately naive computation of every cell, written only from the specification.

What belongs here: one person at a time, plain loops and ifs, one function per ruling.
What does not: SQL, data frames, speed, or anything imported from `flows`, `schemas` or `pipelines`.
"""
