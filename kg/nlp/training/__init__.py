"""Train the recogniser and measure it; nothing here is needed to extract."""
