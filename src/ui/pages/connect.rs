//! Choosing a gateway and signing in.

use leptos::{ev, prelude::*, task::spawn_local};

use crate::ui::dom::{
    self, El, button, div, fieldset, form, h1, input, label, legend, p, section, span,
};

use crate::{
    gateway::{base::ApiBase, error::GatewayError, token::AccessToken},
    ui::{
        components::{
            failure::failure_notice,
            field::FieldText,
            text_field::{TextKind, text_field},
        },
        messages::{
            draft::{base_error, token_error},
            failure::{During, failure},
        },
        session::{Place, Session},
    },
};

/// The gateways to choose from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Choice {
    ThisSite,
    Address,
    Sandbox,
}

/// What is being entered on this page.
#[derive(Clone, Copy)]
struct Form {
    session: Session,
    choice: RwSignal<Choice>,
    address: RwSignal<String>,
    token: RwSignal<String>,
    /// A submit has failed: from now on errors follow the fields.
    is_checked: RwSignal<bool>,
    is_busy: RwSignal<bool>,
    refusal: RwSignal<Option<GatewayError>, LocalStorage>,
}

/// `this_site` is what the look at this site's own gateway gave.
pub fn connect(session: Session, this_site: Result<(), GatewayError>) -> El {
    let form_state = Form {
        session,
        choice: RwSignal::new(if this_site.is_ok() { Choice::ThisSite } else { Choice::Address }),
        address: RwSignal::new(String::new()),
        token: RwSignal::new(String::new()),
        is_checked: RwSignal::new(false),
        is_busy: RwSignal::new(false),
        refusal: RwSignal::new_local(None),
    };
    section().class("page page--narrow").child((
        h1().child("Connect to a gateway"),
        p().class("lead").child(
            "Edit the machine identities of a hoop.dev gateway: see what a save will do before it \
             does it, and what it did after.",
        ),
        form()
            .class("card form")
            .attr("novalidate", "")
            .on(ev::submit, move |event| {
                event.prevent_default();
                form_state.submit();
            })
            .child((
                choices(form_state, this_site.is_ok()),
                move || (form_state.choice.get() == Choice::Address).then(|| address(form_state)),
                move || form_state.wants_token().then(|| token(form_state)),
                move || {
                    form_state
                        .refusal
                        .get()
                        .map(|error| failure_notice(failure(During::SigningIn, &error), ()))
                },
                div().class("form__actions").child(
                    button()
                        .r#type("submit")
                        .class("button button--primary")
                        .attr("aria-disabled", move || form_state.is_busy.get().then_some("true"))
                        .child(
                            move || {
                                if form_state.is_busy.get() { "Connecting…" } else { "Connect" }
                            },
                        ),
                ),
            )),
    ))
}

fn choices(form: Form, has_this_site: bool) -> El {
    let choice = move |value: Choice, id: &'static str, title: &'static str, note: &'static str| {
        label().class("choice").r#for(id).child((
            input()
                .id(id)
                .r#type("radio")
                .attr("name", "gateway")
                .checked(move || form.choice.get() == value)
                .on(ev::change, move |_| {
                    form.choice.set(value);
                    form.refusal.set(None);
                }),
            span().class("choice__text").child((
                span().class("choice__title").child(title),
                span().class("choice__note").child(note),
            )),
        ))
    };
    fieldset().class("choices").child((
        legend().class("field__label").child("Gateway"),
        has_this_site.then(|| {
            choice(
                Choice::ThisSite,
                "gateway-this-site",
                "The gateway of this site",
                "It answers at /api, where this page comes from.",
            )
        }),
        choice(
            Choice::Address,
            "gateway-address",
            "Another gateway",
            "By its address; it has to allow requests from this page.",
        ),
        form.session.options().sandbox.is_some().then(|| {
            choice(
                Choice::Sandbox,
                "gateway-sandbox",
                "Sandbox in this page",
                "A made-up organisation to try everything on. Nothing leaves the page.",
            )
        }),
    ))
}

fn address(form: Form) -> El {
    text_field(
        FieldText {
            id: "address".to_owned(),
            label: "Address",
            hint: "Such as https://use.hoop.dev, with or without /api at its end.".to_owned(),
            errors: Signal::derive(move || form.address_error().into_iter().collect()),
        },
        TextKind::Address,
        form.address.into(),
        form.is_busy.into(),
        (),
        move |text| form.address.set(text),
    )
}

fn token(form: Form) -> El {
    text_field(
        FieldText {
            id: "token".to_owned(),
            label: "Access token",
            hint: "With or without “Bearer”. It is kept in this page’s memory only, and gone when \
                   you leave."
                .to_owned(),
            errors: Signal::derive(move || form.token_error().into_iter().collect()),
        },
        TextKind::Token,
        form.token.into(),
        form.is_busy.into(),
        (),
        move |text| form.token.set(text),
    )
}

impl Form {
    fn wants_token(self) -> bool {
        match self.choice.get() {
            Choice::ThisSite | Choice::Address => true,
            Choice::Sandbox => false,
        }
    }

    fn address_error(self) -> Option<String> {
        let error = self.address.with(|text| ApiBase::parse(text).err());
        error.filter(|_| self.is_checked.get()).map(|error| base_error(&error))
    }

    fn token_error(self) -> Option<String> {
        let error = self.token.with(|text| AccessToken::parse(text).err());
        error.filter(|_| self.is_checked.get()).map(token_error)
    }

    /// The gateway and the token, when both can be used.
    fn entered(self) -> Option<(Place, Option<AccessToken>)> {
        let token = || self.token.with_untracked(|text| AccessToken::parse(text).ok());
        match self.choice.get_untracked() {
            Choice::ThisSite => Some((Place::ThisSite, Some(token()?))),
            Choice::Address => {
                let base = self.address.with_untracked(|text| ApiBase::parse(text).ok())?;
                Some((Place::Address(base), Some(token()?)))
            }
            Choice::Sandbox => {
                let sandbox = self.session.options().sandbox?;
                Some((Place::Sandbox(sandbox), None))
            }
        }
    }

    fn submit(self) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.refusal.set(None);
        let Some((place, token)) = self.entered() else {
            self.is_checked.set(true);
            focus_first_invalid();
            return;
        };
        self.is_busy.set(true);
        spawn_local(async move {
            let answer = self.session.sign_in(place, token).await;
            // After a success this form is gone, and its signals with it.
            if let Err(error) = answer {
                self.refusal.try_set(Some(error));
                self.is_busy.try_set(false);
            }
        });
    }
}

/// Focuses the first field that is marked as wrong, once the marks are drawn.
fn focus_first_invalid() {
    request_animation_frame(|| {
        use wasm_bindgen::JsCast;
        let field = document().query_selector("[aria-invalid=true]").ok().flatten();
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            crate::ui::browser::focus::focus(&field);
        }
    });
}

/// Asks for a new token while everything that is open stays as it is.
pub fn sign_in_again(session: Session) -> El {
    let token = RwSignal::new(String::new());
    let is_checked = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let refusal = RwSignal::new_local(None);
    let submit = move || {
        let Ok(entered) = token.with_untracked(|text| AccessToken::parse(text)) else {
            is_checked.set(true);
            return;
        };
        is_busy.set(true);
        spawn_local(async move {
            if let Err(error) = session.sign_in_again(entered).await {
                refusal.try_set(Some(error));
            }
            is_busy.try_set(false);
        });
    };
    form()
        .class("form")
        .attr("novalidate", "")
        .on(ev::submit, move |event| {
            event.prevent_default();
            submit();
        })
        .child((
            p().child(
                "The gateway does not accept the token any more. What you typed is still here.",
            ),
            text_field(
                FieldText {
                    id: "token-again".to_owned(),
                    label: "Access token",
                    hint: "With or without “Bearer”.".to_owned(),
                    errors: Signal::derive(move || {
                        let error = token.with(|text| AccessToken::parse(text).err());
                        error.filter(|_| is_checked.get()).map(token_error).into_iter().collect()
                    }),
                },
                TextKind::Token,
                token.into(),
                is_busy.into(),
                (),
                move |text| token.set(text),
            ),
            move || {
                refusal.get().map(|error| failure_notice(failure(During::SigningIn, &error), ()))
            },
            div().class("form__actions").child((
                dom::button().r#type("submit").class("button button--primary").child("Sign in"),
                dom::button()
                    .r#type("button")
                    .class("button")
                    .child("Sign out")
                    .on(ev::click, move |_| session.sign_out()),
            )),
        ))
}
