//! Sends calls: adds URL and token, stores a renewed token, reads the answer.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
};

use futures_channel::oneshot::Receiver;

use super::{
    base::{ApiBase, ApiPath},
    call::{Call, Deadlines, Outgoing},
    deadline::within,
    error::GatewayError,
    limits::Limits,
    no_answer::NoAnswer,
    receipts::Receipts,
    token::AccessToken,
    token_provider::TokenProvider,
    transport::Transport,
};
use crate::wire::exchange::{RawRequest, RawResponse};

mod ahead;

type Delivered = Result<RawResponse, GatewayError>;

/// The answer to a request, once it is there.
type Delivery = Pin<Box<dyn Future<Output = Delivered>>>;

/// A client of one gateway. Clones share the token.
#[derive(Clone)]
pub struct Client {
    shared: Rc<Shared>,
    /// The only sign-in that it sends for; `None` for whichever is current.
    session: Option<u32>,
}

struct Shared {
    base: ApiBase,
    transport: Transport,
    deadlines: Cell<Deadlines>,
    /// In memory only.
    token: RefCell<Option<AccessToken>>,
    /// Counts the sign-ins. A renewed token doesn't begin another.
    session: Cell<u32>,
    provider: Option<TokenProvider>,
    receipts: Receipts,
    /// Closed: nothing is sent any more, and no token is stored.
    is_closed: Cell<bool>,
    /// Reads that were sent before they were asked for, and where their answers arrive.
    ahead: RefCell<Vec<(ApiPath, Receiver<Delivered>)>>,
    may_read_server_config: Cell<bool>,
}

impl Client {
    /// A client that may not read the server's configuration until allowed.
    pub fn new(
        base: ApiBase,
        transport: Transport,
        deadlines: Deadlines,
        token: Option<AccessToken>,
        provider: Option<TokenProvider>,
        receipts: Receipts,
    ) -> Self {
        let (token, deadlines) = (RefCell::new(token), Cell::new(deadlines));
        let session = Cell::new(0);
        let is_closed = Cell::new(false);
        let may_read_server_config = Cell::new(false);
        let shared = Shared {
            base,
            transport,
            deadlines,
            token,
            session,
            provider,
            receipts,
            is_closed,
            ahead: RefCell::default(),
            may_read_server_config,
        };
        Self { shared: Rc::new(shared), session: None }
    }

    /// The same client for the current sign-in alone: once another has begun, it sends nothing
    /// more. Every procedure that writes uses one, so that what one user started is never sent with
    /// the token of the next.
    #[must_use]
    pub fn bound(&self) -> Self {
        let session = self.session.or_else(|| Some(self.shared.session.get()));
        Self { shared: self.shared.clone(), session }
    }

    /// The same way to the same gateway without a token, for what is open to anyone.
    pub fn anonymous(&self, milliseconds: u32) -> Self {
        let deadlines = Deadlines { read: milliseconds, ..self.shared.deadlines.get() };
        let (base, transport) = (self.shared.base.clone(), self.shared.transport.clone());
        Self::new(base, transport, deadlines, None, None, Receipts::off())
    }

    /// The gateway's URL.
    pub fn base(&self) -> &ApiBase {
        &self.shared.base
    }

    /// The receipts of this session.
    pub fn receipts(&self) -> &Receipts {
        &self.shared.receipts
    }

    /// Allows `GET /serverconfig/misc`, whose answer contains the SSH proxy's private host key
    /// (G29). Only for a page without third-party scripts, and for administrators and auditors; the
    /// custom element never allows it.
    pub fn allow_server_config(&self, is_allowed: bool) {
        self.shared.may_read_server_config.set(is_allowed);
    }

    /// Whether `GET /serverconfig/misc` is allowed.
    pub fn may_read_server_config(&self) -> bool {
        self.shared.may_read_server_config.get()
    }

    /// How long later requests may take.
    pub fn set_deadlines(&self, deadlines: Deadlines) {
        self.shared.deadlines.set(deadlines);
    }

    /// Signs in with another token, or forgets it. Its user isn't known, so it counts as another.
    pub fn set_token(&self, token: Option<AccessToken>) {
        if self.token() != token {
            self.shared.session.update(|session| session + 1);
            self.shared.receipts.begin_session();
            self.forget_ahead();
            self.replace(token);
        }
    }

    /// Takes over the sign-in of another client of this gateway. For the same user it is a renewal,
    /// and procedures that are under way go on.
    pub fn adopt(&self, signed_in: &Self, is_same_user: bool) {
        match is_same_user {
            true => self.replace(signed_in.token()),
            false => self.set_token(signed_in.token()),
        }
    }

    /// Forgets the token for good: after signing out, or without the editor on the page, nothing
    /// that was under way goes on, and no answer brings a token back.
    pub fn close(&self) {
        self.shared.is_closed.set(true);
        self.set_token(None);
    }

    fn replace(&self, token: Option<AccessToken>) {
        *self.shared.token.borrow_mut() = token;
    }

    /// Another sign-in has begun since the one that this client sends for.
    fn is_over(&self) -> bool {
        self.session.is_some_and(|session| session != self.shared.session.get())
    }

    /// Whether there is a token to send; asks the page for one if not.
    pub async fn has_token(&self) -> bool {
        self.token().is_some() || self.ask_for_token(None).await
    }

    /// Sends a call and reads its answer.
    ///
    /// The request is sent once. The exception is a 401 where the page provides tokens: the gateway
    /// checks the token before it does anything (contract §2), so the request is repeated once with
    /// a fresh one. The same goes for a 401 whose token the same user has replaced meanwhile; if it was
    /// another user, the answer is none of theirs.
    pub async fn send<C: Call>(&self, call: &C) -> Result<C::Output, GatewayError> {
        let response = self.clone().deliver(call.request()?).await?;
        call.take_in(&response).await
    }

    /// Sends a call, as [`Client::send`], whose answer is decoded later, by [`Call::take_in`].
    pub async fn answer_to<C: Call>(&self, call: &C) -> Result<RawResponse, GatewayError> {
        self.clone().deliver(call.request()?).await
    }

    /// Boxed, so that the code exists once and not for each type of call.
    fn deliver(self, outgoing: Outgoing) -> Delivery {
        Box::pin(async move {
            if let Some(answer) = self.taken_ahead(&outgoing)
                && let Ok(delivered) = answer.await
            {
                return delivered;
            }
            self.ask(outgoing).await
        })
    }

    fn ask(self, outgoing: Outgoing) -> Delivery {
        Box::pin(async move {
            if self.is_over() {
                return Err(GatewayError::OtherSession);
            }
            if self.token().is_none() {
                self.ask_for_token(None).await;
            }
            let (sent, session) = (self.token(), self.shared.session.get());
            let response = self.exchange(&outgoing, sent.as_ref()).await?;
            if response.status != 401 {
                return Ok(response);
            }
            let is_renewed = self.ask_for_token(sent.as_ref()).await;
            if session != self.shared.session.get() {
                return Err(GatewayError::OtherSession);
            }
            let now = self.token();
            match is_renewed || now != sent {
                true => self.exchange(&outgoing, now.as_ref()).await,
                false => Ok(response),
            }
        })
    }

    fn token(&self) -> Option<AccessToken> {
        self.shared.token.borrow().clone()
    }

    /// Asks the page for a token to replace `old`; returns whether it gave a usable one. It doesn't
    /// count when the token was replaced meanwhile: one user's request must not be repeated with
    /// another user's token.
    async fn ask_for_token(&self, old: Option<&AccessToken>) -> bool {
        let Some(provider) = &self.shared.provider else { return false };
        if self.shared.is_closed.get() || self.token().as_ref() != old {
            return false;
        }
        let asked = provider(&self.shared.base);
        let token = within(self.shared.deadlines.get().token, asked).await.flatten();
        token.is_some_and(|token| self.replace_token(old, token))
    }

    /// Stores a renewed token, if the token that it renews is still in use.
    fn replace_token(&self, old: Option<&AccessToken>, new: AccessToken) -> bool {
        let is_current = !self.shared.is_closed.get() && self.token().as_ref() == old;
        if is_current {
            self.replace(Some(new));
        }
        is_current
    }

    async fn exchange(
        &self,
        outgoing: &Outgoing,
        token: Option<&AccessToken>,
    ) -> Result<RawResponse, GatewayError> {
        // The token may have changed while the page was asked.
        if self.is_over() {
            return Err(GatewayError::OtherSession);
        }
        if self.shared.is_closed.get() {
            return Err(GatewayError::SignedOut { message: None });
        }
        let milliseconds = self.shared.deadlines.get().of(outgoing.method);
        let limits = Limits { milliseconds, bytes: outgoing.answer_bytes };
        let answer = self.shared.transport.send(self.raw(outgoing, token), limits).await;
        let response = answer.map_err(|no_answer| match no_answer {
            NoAnswer::Unreachable => GatewayError::Unreachable,
            NoAnswer::TimedOut => GatewayError::TimedOut { seconds: milliseconds.div_ceil(1000) },
            NoAnswer::Redirected => GatewayError::Redirected,
            NoAnswer::TooLarge => GatewayError::TooLarge { megabytes: limits.bytes >> 20 },
        })?;
        // Any answer can carry one, refusals included. It renews the token that was sent, which may
        // be another user's by now (G21).
        if let Some(renewed) = response.header("x-new-access-token")
            && let Ok(renewed) = AccessToken::parse(renewed)
        {
            self.replace_token(token, renewed);
        }
        Ok(response)
    }

    fn raw(&self, outgoing: &Outgoing, token: Option<&AccessToken>) -> RawRequest {
        let mut headers = vec![("Accept".to_owned(), "application/json".to_owned())];
        if !outgoing.body.is_empty() {
            headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        }
        // Bearer is the only scheme that passes the gateway's CORS rules (G20).
        if let Some(token) = token {
            headers.push(("Authorization".to_owned(), token.header()));
        }
        RawRequest {
            method: outgoing.method,
            target: format!("{}{}", self.shared.base.prefix(), outgoing.path.as_str()),
            headers,
            body: outgoing.body.clone(),
        }
    }
}
