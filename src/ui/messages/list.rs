//! The words for the list of identities.

use crate::domain::{name::Unaddressable, overview::ListStatus};

/// A status in a few words.
pub fn list_status(status: ListStatus) -> String {
    let plural = |number: usize| if number == 1 { "" } else { "s" };
    match status {
        ListStatus::ConnectionsGone(number) => {
            format!("{number} connection{} gone", plural(number))
        }
        ListStatus::Blocked(number) => format!("{number} connection{} blocked", plural(number)),
        ListStatus::NotAddressable(reason) => match reason {
            Unaddressable::Empty => "Can’t be opened: no name".to_owned(),
            Unaddressable::Slash { .. } => "Can’t be opened: “/” in name".to_owned(),
            Unaddressable::DotSegment => "Can’t be opened: name is “.” or “..”".to_owned(),
        },
        ListStatus::NotChecked => "Not checked".to_owned(),
        ListStatus::NoAccess => "No connections".to_owned(),
    }
}

/// Why a status is what it is, where its words alone don't say it.
pub fn list_status_reason(status: ListStatus) -> Option<&'static str> {
    match status {
        ListStatus::ConnectionsGone(_) => {
            Some("Assigned connections that no longer exist. Open the identity to remove them.")
        }
        ListStatus::Blocked(_) => Some(
            "Connect access is off for assigned connections, so the gateway refuses their \
             credentials.",
        ),
        ListStatus::NotAddressable(Unaddressable::Slash { .. }) => Some(
            "The gateway’s API can’t address a name with “/”. Create another identity instead.",
        ),
        ListStatus::NotAddressable(_) => {
            Some("Browsers can’t address this name. Rename it with curl --path-as-is.")
        }
        ListStatus::NotChecked => {
            Some("The list doesn’t load credentials. Open the identity to check them.")
        }
        ListStatus::NoAccess => None,
    }
}

pub const LOADING: &str = "Loading identities…";
pub const EMPTY: &str = "A machine identity gives a service its own account and a credential for each \
                         connection it may use.";
pub const EMPTY_READ_ONLY: &str = "An administrator can create them.";
pub const NO_MATCH: &str =
    "The search covers names, descriptions, attributes and direct connections.";
pub const ORDER_KEPT: &str = "Statuses arrived after the list was sorted.";
pub const LEGEND: &str = "Connections: direct + from attributes. Status doesn’t cover credentials: \
                          they load with the identity.";
pub const LEGEND_READ_ONLY: &str = " Only administrators can create, change or delete identities.";
