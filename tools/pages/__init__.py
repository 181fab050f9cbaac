"""For people who make pages: every component with samples, in any language, to look at."""
