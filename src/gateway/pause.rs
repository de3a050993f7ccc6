//! Waiting, where there is a clock.

/// Waits for `milliseconds`.
#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub async fn pause(milliseconds: u32) {
    gloo_timers::future::TimeoutFuture::new(milliseconds).await;
}

/// Outside a browser nothing waits: tests run against an engine with a fixed clock.
#[cfg(not(all(feature = "web", target_arch = "wasm32")))]
pub async fn pause(_milliseconds: u32) {}

/// Waits for an answer that takes `delay` milliseconds, up to `deadline`.
#[cfg(any(feature = "web", feature = "sandbox"))]
pub(super) async fn wait_out(delay: u32, deadline: u32) -> Result<(), super::no_answer::NoAnswer> {
    if delay > 0 {
        pause(delay.min(deadline)).await;
    }
    if delay > deadline { Err(super::no_answer::NoAnswer::TimedOut) } else { Ok(()) }
}
