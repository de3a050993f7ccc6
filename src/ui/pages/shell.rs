//! The bar at the top of every page: the product, the gateway, the user.

use leptos::ev;

use crate::ui::reactive::*;
use crate::{
    ui::{
        browser::{secret_visibility, theme::Theme},
        components::{
            icon::{Icon, icon},
            menu::{MenuButton, MenuItem, MenuItemKind, menu},
        },
        dom::{self, Content, El, View, a, div, header, live, span},
        pages::shortcuts::Shortcuts,
        place::Place,
        routes::Route,
        sandbox_drawer::{DrawerActions, SandboxDrawer},
        session::{Connected, Session, SessionState},
    },
    wire::session::{Caller, Role},
};

/// The bar, and below it the drawer of the sandbox while that is open.
pub fn top_bar(session: Session, shortcuts: Shortcuts) -> View {
    let drawer = SandboxDrawer::new();
    let actions = DrawerActions {
        on_reset: None,
        connect: Some(Callback::new(move |()| session.sign_out())),
    };
    let bar = header().class("top").child((
        a().class("top__home").href(Route::list().href()).child((
            span().class("top__mark").child(icon(Icon::Key)),
            span().child("Machine identities"),
        )),
        move || match session.state() {
            SessionState::SignedIn(connected) => {
                Some(signed_in(session, &connected, drawer, shortcuts))
            }
            SessionState::Probing | SessionState::SignedOut { .. } => None,
        },
    ));
    let panel = live(move || match session.connected()?.place {
        Place::Sandbox(sandbox) => Some(drawer.panel(sandbox, actions)),
        Place::ThisSite | Place::Address(_) => None,
    });
    (bar, panel).view()
}

fn signed_in(
    session: Session,
    connected: &Connected,
    drawer: SandboxDrawer,
    shortcuts: Shortcuts,
) -> View {
    let sandbox = matches!(connected.place, Place::Sandbox(_)).then(|| drawer.button());
    (
        span().class("top__place truncate").attr("translate", "no").child(connected.place.host()),
        sandbox,
        div().class("top__end").child((
            sharing(),
            live(move || Some(account(session, &session.caller()?, shortcuts))),
        )),
    )
        .view()
}

fn sharing() -> El {
    let is_on = secret_visibility::is_sharing;
    dom::button()
        .r#type("button")
        .class("button button--quiet")
        .attr("aria-pressed", move || if is_on() { "true" } else { "false" })
        .attr("aria-label", "Screen-sharing mode")
        .attr("title", "Screen-sharing mode: no secret is revealed on any page")
        .child((icon(Icon::Sharing), span().class("top__words").child("Screen sharing")))
        .on(ev::click, move |_| secret_visibility::share(!untrack(is_on)))
}

fn account(session: Session, caller: &Caller, shortcuts: Shortcuts) -> El {
    let who = match caller.email.as_str() {
        "" => caller.name.clone(),
        email => email.to_owned(),
    };
    let role = role(caller.role);
    let theme = RwSignal::new(Theme::kept());
    let button = MenuButton {
        id: "account".to_owned(),
        name: Some(format!("{who}, {role}: account menu")),
        class: "button button--quiet",
    };
    let content = (
        icon(Icon::User),
        span().class("top__words").child((
            span().class("top__who truncate").attr("translate", "no").child(who.clone()),
            span().class("muted").child(role),
        )),
    );
    menu(button, content, move |opened| {
        let item = |label: String, sign, kind| MenuItem { label, sign, kind };
        let mut items = vec![item(format!("{who} · {role}"), None, MenuItemKind::Text)];
        items.extend(Theme::ALL.map(|choice| {
            let label = match choice {
                Theme::System => "System theme",
                Theme::Light => "Light theme",
                Theme::Dark => "Dark theme",
            };
            let choose = Callback::new(move |()| {
                choice.choose();
                theme.set(choice);
            });
            let is_chosen = Signal::derive(move || theme.get() == choice);
            item(label.to_owned(), None, MenuItemKind::Choice(is_chosen, choose))
        }));
        let help = Callback::new(move |()| shortcuts.show());
        items.push(item("Keyboard shortcuts".to_owned(), None, MenuItemKind::Act(help)));
        let sign_out = Callback::new(move |()| session.ask_to_sign_out());
        let sign = Some(Icon::SignOut);
        items.push(item("Sign out".to_owned(), sign, MenuItemKind::Act(sign_out)));
        opened.list(items)
    })
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Admin => "admin",
        Role::Auditor => "auditor, read-only",
        Role::Standard => "read-only",
    }
}
