"""The office calendar (办公日历) as records the office keeps."""
