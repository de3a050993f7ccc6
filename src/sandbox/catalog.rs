//! `/connections` and `/attributes`: what an identity can be given.

pub(super) mod attributes;
pub(super) mod connections;
pub(super) mod page;
