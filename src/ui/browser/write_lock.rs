//! One write at a time among the tabs of one browser (Web Locks).
//!
//! In browsers without Web Locks, the read before each write is the only guard.

use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::gateway::base::ApiBase;

#[wasm_bindgen]
extern "C" {
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, held: &Function) -> Result<Promise, JsValue>;
}

/// Blocks writes from other tabs until it is dropped or the tab closes.
pub struct WriteLock {
    release: Option<Function>,
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Waits until no other tab writes to the identity of this id.
pub async fn hold(base: &ApiBase, id: &str) -> WriteLock {
    let name = format!("machine-identity-editor:{base}:{id}");
    WriteLock { release: request(&name).await }
}

/// The function that releases the lock; `None` where there are no locks.
async fn request(name: &str) -> Option<Function> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let locks: LockManager = locks.is_object().then(|| locks.unchecked_into())?;
    let (held, release) = promise();
    let (granted, grant) = promise();
    let callback = Closure::once_into_js(move |_: JsValue| {
        let _ = grant.call0(&JsValue::UNDEFINED);
        held
    });
    let ended = locks.request(name, callback.unchecked_ref()).ok()?;
    // Where the page may not use locks, the request fails immediately.
    JsFuture::from(Promise::race(&Array::of2(&granted, &ended))).await.ok()?;
    Some(release)
}

/// A promise, and the function that resolves it.
fn promise() -> (Promise, Function) {
    let mut resolve = None;
    let promise = Promise::new(&mut |accept, _| resolve = Some(accept));
    (promise, resolve.expect("a promise calls its executor at once"))
}
