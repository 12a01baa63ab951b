"""What the service keeps: tables, repositories, migrations."""
