//! What the gateway's records say: history, use, and the reason for the next change.

use crate::ui::reactive::*;
use crate::{
    domain::{
        draft::IdentitySpec,
        history::{Actor, AuditEntry, AuditTrail, Gone},
        usage::Usage,
    },
    flow::progress::LongWrite,
    gateway::error::GatewayError,
};

/// Records, as far as they were read.
#[derive(Clone)]
pub enum Records<T> {
    /// No answer yet, whether or not they were asked for.
    Unread,
    Failed(GatewayError),
    Open {
        records: T,
        /// Older ones are being read.
        is_loading: bool,
        /// Why older ones couldn't be read.
        error: Option<GatewayError>,
    },
}

impl<T> Records<T> {
    /// Records that were just read.
    pub fn open(records: T) -> Self {
        Self::Open { records, is_loading: false, error: None }
    }

    /// What was read.
    pub fn records(&self) -> Option<&T> {
        match self {
            Self::Open { records, .. } => Some(records),
            Self::Unread | Self::Failed(_) => None,
        }
    }

    pub fn is_unread(&self) -> bool {
        matches!(self, Self::Unread)
    }
}

/// Which records were asked for.
#[derive(Clone, Copy, Default)]
struct Asked {
    history: bool,
    usage: bool,
}

/// Which events of a history are shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Shown {
    #[default]
    All,
    Versions,
    Failed,
}

/// Two versions side by side, by the ids of their entries.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Compared {
    pub from: Option<String>,
    pub to: Option<String>,
}

/// The records of one identity.
#[derive(Clone, Copy)]
pub struct Insight {
    pub history: RwSignal<Records<AuditTrail>>,
    pub shown: RwSignal<Shown>,
    /// `None` for everyone.
    pub actor: RwSignal<Option<Actor>>,
    pub compared: RwSignal<Compared>,
    /// What of a version no longer exists, once that was found out.
    pub gone: RwSignal<Option<(IdentitySpec, Gone)>>,
    pub usage: RwSignal<Records<Usage>>,
    /// Only credentials that weren't used for 90 days are listed.
    pub is_unused_only: RwSignal<bool>,
    /// The reason for the next save, as it is typed.
    pub reason: RwSignal<String>,
    /// The gateway refuses fields that it doesn't know: no reason can be stored.
    pub is_reason_refused: RwSignal<bool>,
    /// Who made the change that a conflict is about, where the log tells.
    pub changed_by: RwSignal<Option<AuditEntry>>,
    /// How far a write is that creates many credentials.
    pub long_write: RwSignal<Option<LongWrite>>,
    /// Not a signal: views ask when they are shown, and nothing is derived from having asked.
    asked: StoredValue<Asked>,
}

impl Insight {
    pub fn new() -> Self {
        Self {
            history: RwSignal::new(Records::Unread),
            shown: RwSignal::new(Shown::All),
            actor: RwSignal::new(None),
            compared: RwSignal::new(Compared::default()),
            gone: RwSignal::new(None),
            usage: RwSignal::new(Records::Unread),
            is_unused_only: RwSignal::new(false),
            reason: RwSignal::new(String::new()),
            is_reason_refused: RwSignal::new(false),
            changed_by: RwSignal::new(None),
            long_write: RwSignal::new(None),
            asked: StoredValue::new(Asked::default()),
        }
    }

    /// The reason to send; `None` when none is typed.
    pub fn reason(&self) -> Option<String> {
        let typed = self.reason.get_untracked();
        Some(typed.trim().to_owned()).filter(|reason| !reason.is_empty())
    }

    /// Notes that the history is asked for; `false` when it was before.
    pub fn ask_for_history(&self) -> bool {
        self.note(|asked| &mut asked.history)
    }

    /// Notes that the use of credentials is asked for; `false` when it was before.
    pub fn ask_for_usage(&self) -> bool {
        self.note(|asked| &mut asked.usage)
    }

    fn note(&self, which: impl FnOnce(&mut Asked) -> &mut bool) -> bool {
        let was_asked = self.asked.try_update_value(|asked| std::mem::replace(which(asked), true));
        was_asked == Some(false)
    }

    /// Drops what a write has made old.
    pub fn forget(&self) {
        self.asked.try_set_value(Asked::default());
        self.history.try_set(Records::Unread);
        self.usage.try_set(Records::Unread);
    }
}
