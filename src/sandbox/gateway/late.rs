//! Writes that take effect after the connection was lost (G16).

use crate::sandbox::faults::Hits;
use crate::sandbox::world::World;
use crate::wire::exchange::RawRequest;

/// A request that takes effect later.
pub struct LateWrite {
    pub request: RawRequest,
    /// The faults that apply then; its answer is lost.
    pub hits: Hits,
    /// When it takes effect, in nanoseconds since 1970.
    pub due: i64,
}

impl LateWrite {
    /// A request that takes effect after this many milliseconds.
    pub fn new(request: &RawRequest, hits: &Hits, millis: u32, world: &mut dyn World) -> Self {
        Self {
            request: request.clone(),
            hits: Hits { answer: None, ..hits.clone() },
            due: world.now().saturating_add(i64::from(millis) * 1_000_000),
        }
    }
}
