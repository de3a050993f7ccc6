//! Which rows are in view, and the steps in which the rows around them are drawn.

use leptos::task::spawn_local;
use web_sys::HtmlElement;

use super::{
    Item, VirtualRows, WHOLE,
    drawn::DrawnRows,
    f64_of, position_of,
    range::{AT_ONCE, Range, moved, within},
    scrolling::ScrollWatch,
    view_height, whole,
};
use crate::gateway::pause::give_way;
use crate::ui::browser::focus::focused;
use crate::ui::reactive::*;

/// Rows that are drawn before they come into view, where the table is scrolled to.
const AHEAD: usize = 24;

/// The same on the other side, and on either side of a table that is only looked at. Each row in the
/// page makes every frame longer.
const AROUND: usize = AT_ONCE;

impl<T: Item> VirtualRows<T> {
    /// Draws the rows that are in view now.
    pub(super) fn follow(self) {
        if self.look() {
            self.go_on();
        }
    }

    /// Something around the table was scrolled, or changed its size.
    pub(super) fn scrolled(self) {
        self.follow();
        self.prepare();
    }

    /// Follows what scrolls the table, once it is in the page.
    fn watch(self) {
        let is_watched = self.scroll_watch.try_with_value(Option::is_some) != Some(false);
        let Some(body) = self.body.try_get_untracked().flatten().filter(|_| !is_watched) else {
            return;
        };
        if body.is_connected() {
            let watch = ScrollWatch::start(&body, move || self.scrolled());
            self.scroll_watch.set_value(Some(watch));
        }
    }

    /// Draws the rows that scrolling will show.
    pub(super) fn prepare(self) {
        if self.is_used.try_get_value() == Some(false) {
            self.is_used.set_value(true);
            self.go_on();
        }
    }

    /// Updates the rows in view; returns whether they changed.
    fn look(self) -> bool {
        let Some(body) = self.body.try_get_untracked().flatten() else { return false };
        let in_view = self.rows_in_view(&body);
        let before = self.in_view.get_untracked();
        if before.0 != in_view.0 {
            self.is_upward.set_value(in_view.0 < before.0);
        }
        let is_changed = before != in_view;
        if is_changed {
            self.in_view.set(in_view);
        }
        is_changed
    }

    fn rows_in_view(self, body: &HtmlElement) -> Range {
        let height = self.rows.try_with_value(DrawnRows::row_height).flatten();
        if let Some(height) = height.filter(|height| *height > 0.0) {
            self.row_height.set_value(height);
        }
        let height = self.row_height.get_value();
        // From a row rather than from the top of the table: an open row is higher than the others.
        let shown = self.rows.try_with_value(DrawnRows::first_in_view).flatten();
        let shown = shown.filter(|(_, top)| *top < view_height());
        let (first, top) = shown.unwrap_or_else(|| {
            let top = body.get_bounding_client_rect().top();
            let first = whole(-top / height) as usize;
            (first, top + height * f64_of(first))
        });
        (first, first + whole((view_height() - top) / height) as usize + 1)
    }

    /// Measures in the next frame, and draws more rows in a task after it: the frame that scrolls has
    /// enough to do.
    pub(super) fn go_on(self) {
        if self.is_due.try_get_value() != Some(false) {
            return;
        }
        self.is_due.set_value(true);
        request_animation_frame(move || {
            // From here on, a change asks for another frame. The table may be gone by now.
            if !self.is_due.try_set_value(false) || self.is_printing.get_untracked() {
                return;
            }
            // The frame lays the page out anyway. By the time of the task, other tables may have drawn
            // rows, and each measurement would force another layout.
            self.watch();
            self.look();
            spawn_local(async move {
                give_way().await;
                if self.is_printing.try_get_untracked() == Some(false) {
                    self.draw_more();
                }
            });
        });
    }

    /// The position of the row with the focus.
    fn focused(self) -> Option<usize> {
        let body = self.body.try_get_untracked().flatten()?;
        let focused = focused().filter(|it| body.contains(Some(it)))?;
        position_of(&focused)
    }

    fn draw_more(self) {
        let count = self.items.with_untracked(Vec::len);
        let (first, end) = within(self.in_view.get_untracked(), count);
        let (above, below) = match (self.is_used.get_value(), self.is_upward.get_value()) {
            (false, _) => (AROUND, AROUND),
            // At the end of the table, scrolling can only go up.
            (true, false) => (AROUND + (end + AHEAD).saturating_sub(count), AHEAD),
            // And at its beginning, only down.
            (true, true) => (AHEAD, AROUND + AHEAD.saturating_sub(first)),
        };
        // A row with the focus stays somewhat longer.
        let (above, below) = match self.focused() {
            Some(at) if at < first && first - at <= AHEAD => (above.max(first - at), below),
            Some(at) if at >= end && at - end < AHEAD => (above, below.max(at + 1 - end)),
            _ => (above, below),
        };
        let wanted = match count <= WHOLE {
            true => (0, count),
            false => (first.saturating_sub(above), (end + below).min(count)),
        };
        let next = (self.list.get_untracked(), moved(self.window.get_untracked(), wanted));
        if self.drawn.get_untracked() != next {
            self.drawn.set(next);
            self.go_on();
        }
    }
}
