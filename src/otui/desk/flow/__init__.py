"""Flowcharts, drawn from the tables that the desk itself goes by. Source: "schema's" of first and second line."""
