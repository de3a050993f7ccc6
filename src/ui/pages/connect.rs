//! Signing in: to the gateway of this site, to another one, or to the sandbox.

use leptos::{ev, task::spawn_local};

mod sign_in;

use crate::ui::reactive::*;
use crate::{
    gateway::{base::ApiBase, error::GatewayError},
    ui::{
        browser::focus,
        components::{
            button::submit_button,
            field::FieldText,
            notice::{NoticeKind, notice},
            text_field::{TextKind, text_field},
        },
        diagnosis::diagnosed,
        dom::{self, El, View, div, form, h1, nav, p, section},
        messages::{failure::During, sign_in as words},
        place::Place,
        session::{Session, SignInProblem},
    },
    wire::session::PublicServerInfo,
};

pub use sign_in::sign_in_again;

/// What the page asks for.
#[derive(Clone)]
enum Step {
    /// Which gateway, with the error of the last attempt.
    Address(Option<(Place, GatewayError)>),
    SignIn(Place, PublicServerInfo),
}

/// `this_site` describes the gateway at this page's origin, if there is one.
pub fn connect(session: Session, this_site: Result<PublicServerInfo, GatewayError>) -> El {
    let step = RwSignal::new(match this_site {
        Ok(info) => Step::SignIn(Place::ThisSite, info),
        // No gateway at this origin isn't an error.
        Err(GatewayError::NotTheApi { .. } | GatewayError::Gone { .. }) => Step::Address(None),
        Err(error) => Step::Address(Some((Place::ThisSite, error))),
    });
    section().class("connect").child((
        move || session.problem().map(|it| problem(session, it)),
        move || match step.get() {
            Step::Address(failed) => address(session, step, failed).into_any(),
            Step::SignIn(place, info) => sign_in(session, &place, &info),
        },
        other_ways(session, step),
    ))
}

/// Why the sign-in that the page was opened with failed.
fn problem(session: Session, problem: SignInProblem) -> El {
    match problem {
        SignInProblem::SingleSignOn(word) => {
            notice(NoticeKind::Error, p().child(words::single_sign_on_failed(word.as_deref())))
        }
        SignInProblem::Refused(Place::Sandbox(_), _) => {
            notice(NoticeKind::Error, p().child(words::SANDBOX_MISSING))
        }
        SignInProblem::Refused(place, error) => {
            diagnosed(&session.anonymous(&place), During::SigningIn, &error, ())
        }
    }
}

fn other_ways(session: Session, step: RwSignal<Step>) -> El {
    let refusal = RwSignal::new(false);
    let another = move || {
        matches!(step.get(), Step::SignIn(..)).then(|| {
            dom::button()
                .r#type("button")
                .class("link")
                .child("Another gateway")
                .on(ev::click, move |_| step.set(Step::Address(None)))
        })
    };
    let sandbox = session.sandbox().map(|sandbox| {
        let sandbox = StoredValue::new(sandbox);
        dom::button().r#type("button").class("link").child("Sandbox").on(ev::click, move |_| {
            refusal.set(false);
            spawn_local(async move {
                let place = Place::Sandbox(sandbox.get_value());
                if session.sign_in(place, None).await.is_err() {
                    refusal.try_set(true);
                }
            });
        })
    });
    nav().class("connect__ways").attr("aria-label", "Other ways to sign in").child((
        another,
        sandbox,
        move || refusal.get().then(|| notice(NoticeKind::Error, p().child(words::SANDBOX_MISSING))),
    ))
}

fn address(session: Session, step: RwSignal<Step>, failed: Option<(Place, GatewayError)>) -> El {
    let text = RwSignal::new(String::new());
    let is_checked = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let refusal = RwSignal::new(failed);
    let errors = Signal::derive(move || {
        let wrong = text.with(|text| words::address_error(text));
        wrong.filter(|_| is_checked.get()).into_iter().collect::<Vec<_>>()
    });
    let submit = move |event: &web_sys::SubmitEvent| {
        if is_busy.get_untracked() {
            return;
        }
        // Password managers and browsers fill fields without an input event.
        text.set(focus::value_in(event, "address").unwrap_or_default());
        let base = text.with_untracked(|text| ApiBase::parse(text).ok());
        let Some(base) =
            base.filter(|_| text.with_untracked(|it| words::address_error(it).is_none()))
        else {
            is_checked.set(true);
            focus::focus_first_invalid();
            return;
        };
        refusal.set(None);
        is_busy.set(true);
        spawn_local(async move {
            let place = Place::Address(base);
            match session.probe(&place).await {
                Ok(info) => {
                    step.try_set(Step::SignIn(place, info));
                }
                Err(error) => {
                    refusal.try_set(Some((place, error)));
                    is_busy.try_set(false);
                }
            }
        });
    };
    form()
        .class("form")
        .attr("novalidate", "")
        .on(ev::submit, move |event| {
            event.prevent_default();
            submit(&event);
        })
        .child((
            h1().child("Choose a gateway"),
            move || {
                refusal.get().map(|(place, error)| {
                    diagnosed(&session.anonymous(&place), During::SigningIn, &error, ())
                })
            },
            text_field(
                FieldText {
                    id: "address".to_owned(),
                    label: "Gateway URL",
                    hint: "For example https://use.hoop.dev. It must allow cross-origin requests."
                        .to_owned(),
                    errors,
                },
                TextKind::Address,
                text.into(),
                is_busy.into(),
                (),
                move |typed| text.set(typed),
            ),
            submit_button(move || if is_busy.get() { "Connecting…" } else { "Continue" })
                .class("button--block"),
        ))
}

fn sign_in(session: Session, place: &Place, info: &PublicServerInfo) -> View {
    let title = format!("Sign in to {}", place.host());
    if info.setup_required {
        return div()
            .class("form")
            .child((h1().child(title), notice(NoticeKind::Info, p().child(words::SETUP_REQUIRED))))
            .into_any();
    }
    let warning =
        place.is_unprotected().then(|| notice(NoticeKind::Warning, p().child(words::PLAIN_HTTP)));
    div()
        .class("form")
        .child((
            h1().child(title),
            warning,
            sign_in::form(session, place.clone(), info, sign_in::Purpose::Begin),
            p().class("hint").child(words::kept(&info.auth_method)),
        ))
        .into_any()
}
