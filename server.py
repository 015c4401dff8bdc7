"""What surrounds the pages: threads, warm-up, garbage collection, security headers."""
