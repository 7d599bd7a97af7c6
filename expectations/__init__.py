"""What must be true of the bytes we receive and the bytes we ship; knows neither Dagster nor dbt."""
