"""Plain functions the assets call, one folder per stage of the flow; imports no Dagster."""
