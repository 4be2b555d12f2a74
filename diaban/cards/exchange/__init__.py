"""What is exchanged with the centre: files of a plain form, behind one port."""
