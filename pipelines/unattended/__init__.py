"""What goes on without hands: deliveries that arrive, runs that start by themselves, word to people.

Belongs here: when something starts and who is told. Does not belong here: what a run does
(pipelines.release).
"""
