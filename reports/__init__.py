"""What readers see: pages made from published frames, never from person rows."""
