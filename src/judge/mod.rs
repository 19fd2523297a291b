//! Runs code against its checks, safely.
