"""``sverka labels``: what moderators know of an address, kept and handed to training."""
