//! Watching the sources for changes.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use notify_debouncer_mini::{
    DebounceEventResult, Debouncer, new_debouncer,
    notify::{RecommendedWatcher, RecursiveMode},
};

use crate::{
    failure::{OrFail, Outcome},
    process::ROOT,
};

/// The sources of the console.
const SOURCES: [&str; 6] = ["Cargo.toml", "Cargo.lock", "index.html", "src", "style", "web"];

/// Long enough for an editor that writes a file in two steps.
const SETTLES: Duration = Duration::from_millis(100);

/// Whether the sources changed since the last call.
pub struct Changes {
    any: Arc<AtomicBool>,
    /// Watches until it is dropped.
    _watcher: Debouncer<RecommendedWatcher>,
}

impl Changes {
    /// Starts watching the sources.
    ///
    /// # Errors
    /// If the system can't watch them.
    pub fn new() -> Outcome<Self> {
        let any = Arc::new(AtomicBool::new(false));
        let seen = any.clone();
        let mut watcher = new_debouncer(SETTLES, move |events: DebounceEventResult| {
            if events.is_ok_and(|events| !events.is_empty()) {
                seen.store(true, Ordering::Relaxed);
            }
        })
        .or_fail("can't watch the sources")?;
        for source in SOURCES {
            let path = ROOT.join(source);
            let watched = watcher.watcher().watch(&path, RecursiveMode::Recursive);
            watched.or_fail(format!("can't watch {}", path.display()))?;
        }
        Ok(Self { any, _watcher: watcher })
    }

    /// Whether anything changed since the last call.
    pub fn any(&self) -> bool {
        self.any.swap(false, Ordering::Relaxed)
    }
}
