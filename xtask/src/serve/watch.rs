//! Watching the sources for changes.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, SystemTime},
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
        let mut newest = SystemTime::now();
        let mut watcher = new_debouncer(SETTLES, move |events: DebounceEventResult| {
            for event in events.unwrap_or_default() {
                // The watcher reports files that are only opened too, as each build does.
                match modified(&event.path) {
                    Some(modified) if modified <= newest => continue,
                    Some(modified) => newest = modified,
                    None => {}
                }
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

/// When a file was last written; `None` when it's gone.
fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}
