//! How many credentials fit each format.

use super::{Entry, ExportFormat};

/// How many of some credentials each format can have.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Fitting([usize; ExportFormat::ALL.len()]);

impl Fitting {
    /// How many credentials the format can have.
    pub fn of(&self, format: ExportFormat) -> usize {
        self.0[format as usize]
    }

    /// Counts a credential that was read, and whether it is the first of its connection.
    pub(super) fn add(&mut self, entry: &Entry<'_>, is_first: bool) {
        for format in ExportFormat::ALL {
            let number = &mut self.0[format as usize];
            let has_place =
                (is_first || !format.has_names()) && (*number == 0 || !format.holds_one());
            let is_fit = format.is_for(entry.kind()) && format.refusal(entry.access()).is_none();
            *number += usize::from(has_place && is_fit);
        }
    }

    /// Sets what a format has, now that it was written.
    pub(super) fn set(&mut self, format: ExportFormat, number: usize) {
        self.0[format as usize] = number;
    }
}
