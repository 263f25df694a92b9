"""A small trained recogniser of names and descriptions, beside the stock pipeline's."""
