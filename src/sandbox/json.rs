//! JSON as Go's `encoding/json` reads and writes it, down to the error texts (contract §1, §13).

pub(super) mod decode;
pub(super) mod encode;
mod rfc3339;
mod scan;
mod text;
mod walk;

pub use rfc3339::{instant, nanoseconds};
