//! The islands: what works better with a script. One file each.
