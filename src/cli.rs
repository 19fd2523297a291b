//! Reads the command line.
