"""When a domain was registered: asked of registries, within their limits, and remembered."""
