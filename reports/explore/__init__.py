"""The part of a group's page where the reader chooses: its data, its words and its scripts.

Belongs here: published cells and words in the form that static/explore.js reads. Does not belong here:
what is drawn from them, which is the script's, and protection, which the frame has been through.
"""
