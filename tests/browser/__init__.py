"""A person's way through both pages, in a real headless Chromium."""
