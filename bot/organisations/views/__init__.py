"""What hosts read who tidy up the list of partners."""
