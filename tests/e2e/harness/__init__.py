"""What the browser tests, the demonstration and the chat benchmark share, all of it on loopback."""
