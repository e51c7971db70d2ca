"""The pages of places, and what a group's page says of moving between them."""
