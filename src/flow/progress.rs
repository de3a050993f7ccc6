//! How far a long write is, from the entries that it leaves in the sessions (contract §16).

use crate::gateway::{calls::CountSessions, client::Client, clock, pause::pause};

/// A write is watched from this number of new credentials on: fewer take less than a second.
pub const WATCHED_FROM: usize = 100;

/// The time between two questions, in milliseconds.
const INTERVAL: u32 = 1_000;

/// After this time a proxy may cut the connection, in milliseconds.
const LONG: u64 = 20_000;

/// How far a write is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct LongWrite {
    /// Credentials created so far, as far as the sessions tell.
    pub created: usize,
    /// Credentials that it is planned to create.
    pub planned: usize,
    /// It takes longer than proxies usually wait.
    pub is_long: bool,
}

/// The number of entries before the write; `None` where it can't be told.
pub async fn count(client: &Client, id: &str) -> Option<usize> {
    client.send(&CountSessions { id }).await.ok().flatten()
}

/// Follows a write that creates `planned` credentials until `show` returns false. A question that
/// fails is asked again; the write itself isn't touched.
pub async fn follow(
    client: &Client,
    id: &str,
    planned: usize,
    before: Option<usize>,
    show: impl Fn(LongWrite) -> bool,
) {
    let began = clock::now();
    let mut progress = LongWrite { planned, ..LongWrite::default() };
    while show(progress) {
        pause(INTERVAL).await;
        progress.is_long = clock::now().saturating_sub(began) >= LONG;
        // The write may have ended meanwhile.
        if !show(progress) {
            return;
        }
        if let (Some(before), Some(now)) = (before, count(client, id).await) {
            let created = now.saturating_sub(before).min(planned);
            progress.created = progress.created.max(created);
        }
    }
}
