"""What is kept between runs: sources, analyses, and the decisions of staff, which nothing ever loses."""
