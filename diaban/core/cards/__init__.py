"""What an identity card says of itself, by its QR code or its machine-readable zone. Pure: text in, fields out."""
