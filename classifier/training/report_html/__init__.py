"""An evaluation as one HTML file: plots as inline SVG and tables, nothing loaded from elsewhere."""
