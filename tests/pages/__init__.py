"""What people meet in a browser: every page for every eye, and the keyboard."""
