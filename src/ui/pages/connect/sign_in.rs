//! The form that asks for an account or a token, on the page and in the dialog.

use leptos::{ev, task::spawn_local};

use crate::ui::reactive::*;
use crate::{
    domain::secret::Secret,
    gateway::{error::GatewayError, token::AccessToken},
    ui::{
        browser::{focus, gateway_page},
        components::{
            button::{ButtonKind, button, submit_button},
            field::FieldText,
            text_field::{TextKind, text_field},
        },
        dom::{self, El, View, div, fieldset, input, label, legend, live, p, span},
        kept_sign_in,
        messages::{draft::token_error, sign_in as words},
        place::Place,
        session::Session,
        single_sign_on,
    },
    wire::session::{AuthMethod, PublicServerInfo},
};

mod refusal;

use refusal::Refusal;

/// Why the user signs in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Purpose {
    Begin,
    /// The session expired; the open page stays as it is.
    GoOn,
}

/// How the user proves who they are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Method {
    Account,
    Token,
}

#[derive(Clone, Copy)]
struct Form {
    session: Session,
    place: StoredValue<Place>,
    purpose: Purpose,
    method: RwSignal<Method>,
    email: RwSignal<String>,
    password: RwSignal<String>,
    token: RwSignal<String>,
    /// The tab keeps the sign-in.
    is_kept: RwSignal<bool>,
    /// After a failed submit, errors update while the user types.
    is_checked: RwSignal<bool>,
    is_busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
}

pub fn form(session: Session, place: Place, info: &PublicServerInfo, purpose: Purpose) -> El {
    let has_accounts = info.auth_method == AuthMethod::Local;
    let form = Form {
        session,
        place: StoredValue::new(place),
        purpose,
        method: RwSignal::new(match has_accounts && !session.has_used_token() {
            true => Method::Account,
            false => Method::Token,
        }),
        email: RwSignal::new(String::new()),
        password: RwSignal::new(String::new()),
        token: RwSignal::new(String::new()),
        is_kept: RwSignal::new(kept_sign_in::is_kept()),
        is_checked: RwSignal::new(false),
        is_busy: RwSignal::new(false),
        refusal: RwSignal::new(None),
    };
    let begins = purpose == Purpose::Begin;
    let single_sign_on = begins.then(|| single_sign_on(form, &info.auth_method)).flatten();
    let has_single_sign_on = single_sign_on.is_some();
    let web_page = begins.then(|| web_page(form)).flatten();
    dom::form()
        .class("form")
        .attr("novalidate", "")
        .on(ev::submit, move |event| {
            event.prevent_default();
            form.submit(&event);
        })
        .child((
            single_sign_on,
            web_page,
            match has_accounts {
                true => methods(form).into_any(),
                false => p()
                    .class("muted")
                    .child(words::no_accounts(&info.auth_method, has_single_sign_on))
                    .into_any(),
            },
            move || form.general_refusal(),
            live(move || match form.method.get() {
                Method::Account => account(form),
                Method::Token => token(form).into_any(),
            }),
            begins.then(|| keep(form)),
            actions(form),
        ))
}

/// Single sign-on, if the identity provider returns to this page.
fn single_sign_on(form: Form, method: &AuthMethod) -> Option<El> {
    let can_return = form.place.with_value(single_sign_on::can_return_from);
    (single_sign_on::is_used_by(method) && can_return).then(|| {
        let method = StoredValue::new(method.clone());
        button(ButtonKind::Primary, None, words::SINGLE_SIGN_ON, move || {
            form.attempt(async move {
                let place = form.place.get_value();
                let question = method.with_value(single_sign_on::question);
                let url = form.session.ask(&place, &question).await;
                let is_kept = form.is_kept.get_untracked();
                let left = url.and_then(|url| single_sign_on::leave_for(&url, &place, is_kept));
                left.map_err(Refusal::SingleSignOn)
            });
        })
        .class("button--block")
    })
}

/// The session of the gateway's own web page, which has this page's origin.
fn web_page(form: Form) -> Option<El> {
    let is_here = form.place.with_value(|place| matches!(place, Place::ThisSite));
    let token = is_here.then(gateway_page::session_token).flatten();
    token.and_then(|token| AccessToken::parse(&token).ok()).map(|token| {
        let token = StoredValue::new(token);
        button(ButtonKind::Secondary, None, words::WEB_PAGE, move || {
            form.attempt(form.send(Proof::Token(token.get_value())));
        })
        .class("button--block")
    })
}

fn keep(form: Form) -> El {
    div().class("check").child((
        input()
            .id("keep")
            .r#type("checkbox")
            .attr("aria-describedby", "keep-cost")
            .checked(move || form.is_kept.get())
            .on(ev::change, move |event| form.is_kept.set(event_target_checked(&event))),
        label().r#for("keep").child(words::KEEP),
        p().id("keep-cost").class("field__hint").child(words::KEEP_COST),
    ))
}

fn actions(form: Form) -> El {
    let submit = submit_button(move || match form.is_busy.get() {
        true => "Signing in…",
        false => "Sign in",
    });
    let session = form.session;
    match form.purpose {
        Purpose::Begin => submit.class("button--block"),
        Purpose::GoOn => div().class("form__actions").child((
            button(ButtonKind::Quiet, None, "Sign out", move || session.ask_to_sign_out()),
            (!session.is_expired().get_untracked()).then(|| {
                button(ButtonKind::Secondary, None, "Later", move || session.renew(false))
            }),
            submit,
        )),
    }
}

fn methods(form: Form) -> El {
    let option = move |value: Method, id: &'static str, title: &'static str| {
        label().class("segment__option").r#for(id).child((
            input()
                .id(id)
                .r#type("radio")
                .attr("name", "method")
                .checked(move || form.method.get() == value)
                .on(ev::change, move |_| {
                    form.method.set(value);
                    form.refusal.set(None);
                    form.is_checked.set(false);
                }),
            span().child(title),
        ))
    };
    fieldset().class("segment").child((
        legend().class("visually-hidden").child("How to sign in"),
        option(Method::Account, "method-account", "E-mail"),
        option(Method::Token, "method-token", "Token or API key"),
    ))
}

fn account(form: Form) -> View {
    use crate::ui::dom::Content;
    (
        text_field(
            FieldText {
                id: "email".to_owned(),
                label: "E-mail",
                hint: String::new(),
                errors: Signal::derive(move || form.email_error().into_iter().collect()),
            },
            TextKind::Email,
            form.email.into(),
            form.is_busy.into(),
            (),
            move |text| form.email.set(text),
        ),
        text_field(
            FieldText {
                id: "password".to_owned(),
                label: "Password",
                hint: String::new(),
                errors: Signal::derive(move || form.password_error().into_iter().collect()),
            },
            TextKind::Password,
            form.password.into(),
            form.is_busy.into(),
            (),
            move |text| form.password.set(text),
        ),
    )
        .view()
}

fn token(form: Form) -> El {
    text_field(
        FieldText {
            id: "token".to_owned(),
            label: "Access token or API key",
            hint: "With or without “Bearer”, quotes or a variable name around it.".to_owned(),
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
    fn email_error(self) -> Option<String> {
        if self.is_checked.get() && self.email.with(|text| text.trim().is_empty()) {
            return Some("Enter your e-mail address.".to_owned());
        }
        self.refusal
            .get()
            .is_some_and(|it| it.is_unknown_email())
            .then(|| words::UNKNOWN_EMAIL.to_owned())
    }

    fn password_error(self) -> Option<String> {
        if self.is_checked.get() && self.password.with(String::is_empty) {
            return Some("Enter your password.".to_owned());
        }
        self.refusal
            .get()
            .is_some_and(|it| it.is_wrong_password())
            .then(|| words::WRONG_PASSWORD.to_owned())
    }

    fn token_error(self) -> Option<String> {
        let error = self.token.with(|text| AccessToken::parse(text).err());
        error.filter(|_| self.is_checked.get()).map(token_error)
    }

    /// The error, unless a field shows it.
    fn general_refusal(self) -> Option<El> {
        let client = self.place.with_value(|place| self.session.anonymous(place));
        self.refusal.get()?.notice(&client)
    }

    fn submit(self, event: &web_sys::SubmitEvent) {
        if self.is_busy.get_untracked() {
            return;
        }
        // Password managers and browsers fill fields without an input event.
        for (id, field) in
            [("email", self.email), ("password", self.password), ("token", self.token)]
        {
            if let Some(value) = focus::value_in(event, id) {
                field.set(value);
            }
        }
        self.refusal.set(None);
        let proof = match self.method.get_untracked() {
            Method::Account => {
                self.entered_account().map(|(email, password)| Proof::Account { email, password })
            }
            Method::Token => {
                self.token.with_untracked(|text| AccessToken::parse(text).ok()).map(Proof::Token)
            }
        };
        let Some(proof) = proof else {
            self.is_checked.set(true);
            focus::focus_first_invalid();
            return;
        };
        self.attempt(self.send(proof));
    }

    fn attempt(self, attempt: impl Future<Output = Result<(), Refusal>> + 'static) {
        self.refusal.set(None);
        self.is_busy.set(true);
        spawn_local(async move {
            // After a success this form and its signals are gone.
            if let Err(refusal) = attempt.await {
                self.refusal.try_set(Some(refusal));
                focus::focus_first_invalid();
            }
            self.is_busy.try_set(false);
        });
    }

    fn entered_account(self) -> Option<(String, Secret)> {
        let email = self.email.with_untracked(|text| text.trim().to_owned());
        let password = self.password.with_untracked(|text| Secret::new(text.as_str()));
        (!email.is_empty() && !password.is_empty()).then_some((email, password))
    }

    async fn send(self, proof: Proof) -> Result<(), Refusal> {
        let place = self.place.get_value();
        self.session.remember_method(matches!(proof, Proof::Token(_)));
        match proof {
            Proof::Token(token) => self.enter(place, token).await.map_err(Refusal::Token),
            Proof::Account { email, password } => {
                let token = self.session.log_in(&place, &email, &password).await;
                let token = token.map_err(Refusal::Account)?;
                self.enter(place, token).await.map_err(Refusal::Inactive)
            }
        }
    }

    async fn enter(self, place: Place, token: AccessToken) -> Result<(), GatewayError> {
        let session = self.session;
        match self.purpose {
            Purpose::Begin => {
                let is_kept = self.is_kept.get_untracked();
                session.sign_in(place.clone(), Some(token.clone())).await?;
                match is_kept {
                    true => kept_sign_in::keep(&place, &token),
                    false => kept_sign_in::forget(),
                }
                Ok(())
            }
            Purpose::GoOn => session.sign_in_again(token).await,
        }
    }
}

enum Proof {
    Account { email: String, password: Secret },
    Token(AccessToken),
}

/// Asks the user to sign in again; the open page stays as it is.
pub fn sign_in_again(session: Session) -> Option<View> {
    let connected = session.connected()?;
    let info = connected.info.clone().unwrap_or_default();
    use crate::ui::dom::Content;
    Some(
        (
            p().child(words::again(session.is_expired().get_untracked())),
            form(session, connected.place, &info, Purpose::GoOn),
        )
            .view(),
    )
}
