"""The doorways: one module a resource."""
