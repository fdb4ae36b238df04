"""Knowledge articles: written, read by another, published, used in replies, looked at again."""
