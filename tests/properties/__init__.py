"""What must hold for any delivery."""
