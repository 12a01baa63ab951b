"""What the browser tests, the demonstration and the chat benchmark share: servers, sites and browsers on loopback."""
