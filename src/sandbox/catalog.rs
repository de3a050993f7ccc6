//! `/connections` and `/attributes`: what an identity can be connected to.

pub(super) mod attributes;
pub(super) mod connections;
pub(super) mod page;
