"""The shell around the core: HTTP, storage, command line, settings, logs."""
