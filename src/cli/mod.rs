//! Parse, call one function, choose the exit code.
