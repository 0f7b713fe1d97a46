"""Documents: one tree and one renderer for each format. Knows nothing of pledges, databases or web pages."""
