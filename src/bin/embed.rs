//! The embed's entry: it mounts nothing by itself; `embed::exports` is what it is for.

use machine_identity_editor as _;

/// Wipes what is freed, so that no secret outlives its use in the memory of the program.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() {}
