//! From the summary document to figures, HTML and tables.
