"""What arrives and what leaves: contracts, code lists, reading, the gate."""
