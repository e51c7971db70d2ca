"""Each rule of the definitions and rulings on a handful of made-up people, one file per SQL file."""
