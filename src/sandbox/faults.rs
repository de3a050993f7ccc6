//! Failures that can be provoked, and the inputs that provoke them.
//!
//! By hand in any client: a description with `[fault:NAME]` in it, on a POST or PUT. For any other
//! call: `POST /_sandbox/faults` with `{"fault":"NAME","method":"GET","path":"/api/…"}`, which
//! arms it for the next request of that method whose path begins so.

use serde_json::{Value, json};

use super::{body, engine::Reply};
use crate::wire::exchange::{Method, RawRequest, RawResponse};

/// A failure.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    CrashBefore,
    CrashAfter,
    Html,
    CutBefore,
    CutDuring,
    CutAfter,
    Slow,
    Revoked,
}

/// How long a slow answer takes, in milliseconds.
pub const SLOW: u32 = 3_000;

impl Fault {
    pub const ALL: [Self; 8] = [
        Self::CrashBefore,
        Self::CrashAfter,
        Self::Html,
        Self::CutBefore,
        Self::CutDuring,
        Self::CutAfter,
        Self::Slow,
        Self::Revoked,
    ];

    /// The name in every input and document.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CrashBefore => "crash-before",
            Self::CrashAfter => "crash-after",
            Self::Html => "html",
            Self::CutBefore => "cut-before",
            Self::CutDuring => "cut-during",
            Self::CutAfter => "cut-after",
            Self::Slow => "slow",
            Self::Revoked => "revoked",
        }
    }

    /// What happens.
    pub const fn effect(self) -> &'static str {
        match self {
            Self::CrashBefore => "500 with an empty body, before anything happened",
            Self::CrashAfter => "500 with an empty body, after the request took effect",
            Self::Html => "200 with a web page, and nothing happened",
            Self::CutBefore => "the connection is cut before anything happened",
            Self::CutDuring => "the request takes effect and half of the answer arrives",
            Self::CutAfter => "the request takes effect and no answer arrives",
            Self::Slow => "the request takes effect at once and the answer comes 3 s later",
            Self::Revoked => "401, as if the token had been revoked",
        }
    }

    /// Whether the request takes effect.
    pub const fn takes_effect(self) -> bool {
        matches!(self, Self::CrashAfter | Self::CutDuring | Self::CutAfter | Self::Slow)
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }

    /// What arrives instead of `answer`.
    pub fn spoil(self, answer: RawResponse) -> Reply {
        match self {
            Self::CrashBefore | Self::CrashAfter => {
                Reply::Answer(RawResponse { status: 500, headers: vec![], body: vec![] })
            }
            Self::Html => {
                body::answer(200, "text/html; charset=utf-8", "<!doctype html><title>hoop</title>")
            }
            Self::CutBefore | Self::CutAfter => Reply::Cut { sent: None },
            Self::CutDuring => Reply::Cut { sent: Some(answer) },
            Self::Slow => Reply::Slow { milliseconds: SLOW, answer },
            Self::Revoked => super::access::signed_out(),
        }
    }
}

/// What is armed for requests to come.
#[derive(Clone, Debug, Default)]
pub struct Armed(Vec<Trap>);

#[derive(Clone, Debug)]
struct Trap {
    fault: Fault,
    method: Option<Method>,
    path: String,
    /// How many fitting requests pass before.
    after: u64,
    times: u64,
}

impl Armed {
    /// The fault for this request, from what is armed or from what it says itself.
    pub fn take(&mut self, request: &RawRequest) -> Option<Fault> {
        let fits = |trap: &Trap| {
            trap.method.is_none_or(|method| method == request.method)
                && request.target.starts_with(&trap.path)
        };
        if let Some(index) = self.0.iter().position(fits) {
            let trap = &mut self.0[index];
            if trap.after > 0 {
                trap.after -= 1;
                return None;
            }
            trap.times -= 1;
            let fault = trap.fault;
            if trap.times == 0 {
                self.0.remove(index);
            }
            return Some(fault);
        }
        written(request)
    }

    /// `/_sandbox/faults`: GET lists, POST arms, DELETE clears.
    pub fn endpoint(&mut self, request: &RawRequest) -> Reply {
        match request.method {
            Method::Post => match self.arm(&request.body) {
                Ok(()) => body::json(201, &self.show()),
                Err(message) => body::message(400, message),
            },
            Method::Delete => {
                self.0.clear();
                body::json(200, &self.show())
            }
            _ => body::json(200, &self.show()),
        }
    }

    fn arm(&mut self, body: &[u8]) -> Result<(), String> {
        let object = body::read_object(body, "Fault")?;
        let name = body::text(&object, "Fault", "fault")?;
        let fault = Fault::parse(&name).ok_or_else(|| format!("there is no fault {name}"))?;
        let method = body::text(&object, "Fault", "method")?;
        let number = |key: &str| object.get(key).and_then(Value::as_u64);
        self.0.push(Trap {
            fault,
            method: Method::parse(&method),
            path: body::text(&object, "Fault", "path")?,
            after: number("after").unwrap_or(0),
            times: number("times").unwrap_or(1).max(1),
        });
        Ok(())
    }

    fn show(&self) -> Value {
        let table: Vec<Value> = Fault::ALL
            .into_iter()
            .map(|fault| json!({ "fault": fault.name(), "effect": fault.effect() }))
            .collect();
        json!({ "faults": table, "armed": self.0.len() })
    }
}

/// A fault that the description of a POST or PUT asks for.
fn written(request: &RawRequest) -> Option<Fault> {
    if !matches!(request.method, Method::Post | Method::Put) {
        return None;
    }
    let value: Value = serde_json::from_slice(&request.body).ok()?;
    let (_, rest) = value.get("description")?.as_str()?.split_once("[fault:")?;
    Fault::parse(rest.split_once(']')?.0)
}
