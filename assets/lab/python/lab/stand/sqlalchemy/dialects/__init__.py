"""What databases have of their own."""
