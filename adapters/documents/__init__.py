"""Messages as documents: Markdown, HTML and PDF. Nothing in them is fetched from anywhere, and words stay words."""
