//! What the element shows: the editor, or why there is none.

use leptos::{prelude::*, task::spawn_local};
use web_sys::HtmlElement;

use super::events::{self, SavedDetail};
use crate::{
    domain::name::IdentityName,
    flow::connect::{self, Welcome},
    gateway::{client::Client, error::GatewayError},
    ui::{
        browser::leave_guard,
        components::{
            button::{ButtonKind, button},
            failure::failure_notice,
        },
        editor::{EditorHost, Rights, Saved, Subject, Unsettled, Views, editor},
        messages::failure::{During, failure},
        options::PageOptions,
    },
};

use crate::ui::dom::{View, live, p};

/// How far the element is.
enum Stage {
    Connecting,
    Failed(GatewayError),
    Ready(Welcome),
}

/// The signals through which the page reaches into a mounted element.
#[derive(Clone, Copy)]
pub struct Reach {
    /// Counts the tokens that the page has set.
    pub tokens: RwSignal<u32>,
}

pub fn view(
    host: HtmlElement,
    client: Client,
    options: PageOptions,
    identity: IdentityName,
    reach: Reach,
) -> View {
    let stage = RwSignal::new_local(Stage::Connecting);
    let is_signed_out = RwSignal::new(false);
    let unsettled = RwSignal::new(Unsettled::Nothing);
    let rights = RwSignal::new(Rights::default());
    leave_guard::guard_unload(Signal::derive(move || unsettled.get() != Unsettled::Nothing));
    let host = StoredValue::new_local(host);
    let client = StoredValue::new_local(client);
    let options = StoredValue::new_local(options);
    let sign_out = move || {
        // The element may be gone by now, and its signals with it.
        if is_signed_out.try_set(true).is_none() {
            host.try_with_value(events::auth_needed);
        }
    };
    let connect = move || {
        stage.set(Stage::Connecting);
        let client = client.get_value();
        spawn_local(async move {
            let next = match connect::connect(&client).await {
                Ok(welcome) => {
                    rights.try_set(Rights::of(&welcome.caller, &welcome.facts));
                    Stage::Ready(welcome)
                }
                Err(error) => {
                    if matches!(error, GatewayError::SignedOut { .. }) {
                        sign_out();
                    }
                    Stage::Failed(error)
                }
            };
            stage.try_set(next);
        });
    };
    // The token may be somebody else's.
    let look_again = move || {
        let client = client.get_value();
        spawn_local(async move {
            // What is not known is not allowed.
            rights.try_set(match connect::connect(&client).await {
                Ok(welcome) => Rights::of(&welcome.caller, &welcome.facts),
                Err(_) => Rights::default(),
            });
        });
    };
    Effect::new(move |_| {
        reach.tokens.track();
        is_signed_out.set(false);
        // A mounted editor keeps what is typed; a new token is simply used from now on.
        if stage.with_untracked(|stage| matches!(stage, Stage::Ready(_))) {
            look_again();
        } else {
            connect();
        }
    });
    live(move || {
        stage.with(|stage| match stage {
            Stage::Connecting => {
                p().class("waiting").role("status").child("Connecting to the gateway…").into_any()
            }
            Stage::Failed(error) => failure_notice(
                failure(During::SigningIn, error),
                button(ButtonKind::Secondary, None, "Try again", connect),
            )
            .into_any(),
            Stage::Ready(welcome) => {
                let props = EditorHost {
                    client: client.get_value(),
                    rights: rights.into(),
                    public_host: options.with_value(|options| options.public_host.clone()),
                    idle_minutes: options.with_value(|options| options.idle_minutes),
                    listeners: welcome.facts.listeners,
                    policy: options.with_value(|options| options.policy.clone()),
                    views: Views::in_memory(),
                    is_signed_out: is_signed_out.into(),
                    on_signed_out: Callback::new(move |()| sign_out()),
                    on_saved: Callback::new(move |saved: Saved| {
                        host.with_value(|host| {
                            let detail = SavedDetail {
                                identity: saved.identity.as_str(),
                                new_credentials: saved.new_credentials,
                            };
                            events::saved(host, &detail);
                        });
                    }),
                    on_renamed: Callback::new(|_| {}),
                    unsettled,
                };
                editor(props, Subject::Stored(identity.clone())).into_any()
            }
        })
    })
}
