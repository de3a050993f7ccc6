//! Waiting, where there is a clock.

/// Waits for `milliseconds`.
#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub async fn pause(milliseconds: u32) {
    gloo_timers::future::TimeoutFuture::new(milliseconds).await;
}

/// Outside a browser nothing waits: tests run against an engine with a fixed clock.
#[cfg(not(all(feature = "web", target_arch = "wasm32")))]
pub async fn pause(_milliseconds: u32) {}

/// Lets the browser draw and handle input before a long task goes on.
///
/// A message and not a timer: from the fifth timer in a row on, a browser waits at least 4 ms.
#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub async fn give_way() {
    // Fails in no browser.
    let Ok(channel) = web_sys::MessageChannel::new() else { return };
    let (sent, received) = (channel.port1(), channel.port2());
    let arrived = js_sys::Promise::new(&mut |arrive, _| received.set_onmessage(Some(&arrive)));
    if sent.post_message(&wasm_bindgen::JsValue::NULL).is_ok() {
        // A promise that is only ever kept.
        let _ = wasm_bindgen_futures::JsFuture::from(arrived).await;
    }
    received.close();
}

/// Outside a browser there is nothing to give way to.
#[cfg(not(all(feature = "web", target_arch = "wasm32")))]
pub async fn give_way() {}

/// Waits for an answer that takes `delay` milliseconds, up to `deadline`.
#[cfg(any(feature = "web", feature = "sandbox"))]
pub(super) async fn wait_out(delay: u32, deadline: u32) -> Result<(), super::no_answer::NoAnswer> {
    if delay > 0 {
        pause(delay.min(deadline)).await;
    }
    if delay > deadline { Err(super::no_answer::NoAnswer::TimedOut) } else { Ok(()) }
}
