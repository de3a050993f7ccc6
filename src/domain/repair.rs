//! Mends for what a save, a rotation or a deletion has left behind.

pub mod need;
