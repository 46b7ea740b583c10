"""What everything is made of: frozen data, the standard library only."""
