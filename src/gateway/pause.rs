//! Waiting, where there is a clock to wait by.

/// Waits for `milliseconds`.
#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub async fn pause(milliseconds: u32) {
    gloo_timers::future::TimeoutFuture::new(milliseconds).await;
}

/// Away from a browser nothing waits: the flows are tested against an engine whose clock stands
/// still.
#[cfg(not(all(feature = "web", target_arch = "wasm32")))]
pub async fn pause(_milliseconds: u32) {}
