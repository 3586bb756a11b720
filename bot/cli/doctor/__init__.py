"""`doctor`: looks whether everything Pencil needs is there, says what to do where it is not, and changes nothing."""
