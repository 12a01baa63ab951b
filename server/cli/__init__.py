"""The console command ``sverka``."""
