"""A first delivery.toml, proposed from the files of a folder; what is a guess is a question to a person."""
