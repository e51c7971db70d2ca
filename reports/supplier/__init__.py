"""The report to a delivery's supplier, in Swedish: what is missing, odd or changed, and where it stands."""
