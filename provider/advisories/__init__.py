"""From advisories to statements that people review: which versions they name, and which guards hold them back."""
