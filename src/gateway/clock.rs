//! The device's clock.

/// Milliseconds since 1970 by the browser's clock, which may be wrong.
#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// Outside a browser nothing depends on the time: tests use a fixed clock.
#[cfg(not(all(feature = "web", target_arch = "wasm32")))]
pub fn now() -> u64 {
    0
}
