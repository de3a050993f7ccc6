//! The drawer of the sandbox in the page: what it is, the way back to its start, and the failures that
//! it can be asked for.
//!
//! Acceptance: it stays open beside the work; it shows the failure that is armed, and that it was met;
//! Escape closes it and gives the focus back. docs/sandbox.md has the same list of failures.

use gloo_timers::callback::Interval;
use leptos::{callback::Callable, ev, task::spawn_local};
use send_wrapper::SendWrapper;

use crate::ui::reactive::*;
use crate::{
    gateway::loaded::{FaultChoice, Loaded},
    ui::{
        browser::focus,
        components::{
            button::{ButtonKind, button, icon_button},
            icon::{Icon, icon},
            lazy::{lazy, when},
        },
        dom::{self, El, ElRef, View, div, fieldset, input, label, legend, live, p, section, span},
        lazy_part::lazy_part,
    },
};

/// How often to ask which failure is armed, in milliseconds.
const LOOK: u32 = 500;

/// What a page offers in the drawer beyond the sandbox itself.
#[derive(Clone, Copy, Default)]
pub struct DrawerActions {
    /// Called after the sample data was restored; without it, that isn't offered.
    pub on_reset: Option<Callback<()>>,
    /// Leaves the sandbox for a gateway.
    pub connect: Option<Callback<()>>,
}

/// The drawer and the button that opens it, which a page may put in different places.
#[derive(Clone, Copy)]
pub struct SandboxDrawer {
    is_open: RwSignal<bool>,
    button: ElRef,
}

impl SandboxDrawer {
    pub fn new() -> Self {
        Self { is_open: RwSignal::new(false), button: ElRef::new() }
    }

    pub fn button(self) -> El {
        dom::button()
            .r#type("button")
            .class("button button--quiet sandbox__button")
            .node_ref(self.button)
            .attr("aria-expanded", move || self.is_open.get().to_string())
            .child((icon(Icon::Sandbox), span().child("Sandbox")))
            .on(ev::click, move |_| self.is_open.update(|is_open| *is_open = !*is_open))
    }

    /// The drawer while it is open.
    pub fn panel(self, sandbox: Loaded, actions: DrawerActions) -> View {
        let sandbox = StoredValue::new(sandbox);
        when(
            move || self.is_open.get(),
            move || lazy(move || opened_lazily(self, sandbox, actions)),
        )
    }

    fn close(self) {
        self.is_open.set(false);
        if let Some(button) = self.button.get_untracked() {
            focus::give_back(button);
        }
    }

    fn opened(self, sandbox: StoredValue<Loaded>, actions: DrawerActions) -> View {
        let armed = RwSignal::new(String::new());
        let look = move || {
            let Some(sandbox) = sandbox.try_get_value() else { return };
            spawn_local(async move {
                let now = sandbox.armed().await;
                if armed.try_with_untracked(|armed| *armed != now) == Some(true) {
                    armed.set(now);
                }
            });
        };
        look();
        let timer = SendWrapper::new(Interval::new(LOOK, look));
        on_cleanup(move || drop(timer.take()));
        let reset = move || {
            spawn_local(async move {
                sandbox.get_value().reset().await;
                if let Some(on_reset) = actions.on_reset {
                    on_reset.try_run(());
                }
            });
        };
        let restore = actions.on_reset.map(|_| {
            button(ButtonKind::Secondary, Some(Icon::Undo), "Restore the sample data", reset)
        });
        let connect = actions.connect.map(|connect| {
            button(ButtonKind::Secondary, Some(Icon::Plug), "Connect to a gateway", move || {
                connect.run(());
            })
        });
        let crash = button(ButtonKind::Quiet, None, "Crash this page", || {
            panic!("crashed from the sandbox’s drawer")
        });
        section()
            .class("sandbox__drawer")
            .attr("aria-label", "Sandbox")
            .on(ev::keydown, move |event| {
                if event.key() == "Escape" {
                    // A dialog of the page stays open.
                    event.prevent_default();
                    event.stop_propagation();
                    self.close();
                }
            })
            .child((
                div().class("sandbox__head").child((
                    p().child("Sample data in this page. Nothing is sent; a reload starts over."),
                    div().class("sandbox__actions").child((
                        restore,
                        connect,
                        crash,
                        icon_button(Icon::Close, "Close the sandbox’s drawer", move || {
                            self.close();
                        }),
                    )),
                )),
                failures(sandbox, armed),
            ))
            .into_any()
    }
}

lazy_part!(writing: opened_lazily(
    drawer: SandboxDrawer,
    sandbox: StoredValue<Loaded>,
    actions: DrawerActions
) -> View = SandboxDrawer::opened);

impl Default for SandboxDrawer {
    fn default() -> Self {
        Self::new()
    }
}

/// The choice of a failure for the next write.
fn failures(sandbox: StoredValue<Loaded>, armed: RwSignal<String>) -> El {
    let faults = RwSignal::new(Vec::new());
    spawn_local(async move {
        let Some(sandbox) = sandbox.try_get_value() else { return };
        faults.try_set(sandbox.faults().await);
    });
    let choice = move |FaultChoice { name, effect }: FaultChoice| {
        let (is_armed, chosen) = (name.clone(), name.clone());
        let title = match name.is_empty() {
            true => "No failure".to_owned(),
            false => name,
        };
        label().class("sandbox__failure").child((
            input()
                .r#type("radio")
                .attr("name", "sandbox-failure")
                .checked(move || armed.with(|armed| *armed == is_armed))
                .on(ev::change, move |_| {
                    let chosen = chosen.clone();
                    armed.set(chosen.clone());
                    spawn_local(async move {
                        sandbox.get_value().arm_for_next_write(&chosen).await;
                    });
                }),
            span().child((span().class("mono").child(title), span().class("hint").child(effect))),
        ))
    };
    let none = FaultChoice { name: String::new(), effect: "Writes work.".to_owned() };
    fieldset().class("sandbox__failures").child((
        legend().child("Make the next write fail"),
        live(move || {
            let all = std::iter::once(none.clone()).chain(faults.get());
            Some(div().class("sandbox__choices").child(all.map(choice).collect::<Vec<_>>()))
        }),
    ))
}
