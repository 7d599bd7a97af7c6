"""When things happen and in what order: the Dagster code location, its library and the command line."""
