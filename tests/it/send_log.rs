//! Send logs: what is read of a file, what is refused and where, and what is replayed.
