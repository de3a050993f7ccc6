//! Arming faults and listing them.

use serde::Serialize;

use crate::sandbox::faults::{Armed, Fault, LATE_MILLIS};
use crate::sandbox::gateway::Gateway;
use crate::sandbox::http::json;
use crate::sandbox::json::Body;
use crate::wire::exchange::{Method, RawResponse};

/// All faults, and the armed ones.
#[derive(Serialize)]
pub struct View {
    faults: Vec<Known>,
    armed: Vec<Waiting>,
}

#[derive(Serialize)]
struct Known {
    name: &'static str,
    effect: &'static str,
}

#[derive(Serialize)]
struct Waiting {
    fault: &'static str,
    method: Option<&'static str>,
    path: Option<String>,
    times: u32,
    after: u32,
    millis: u32,
}

/// Answers `GET /_sandbox/faults`.
pub fn view(gateway: &Gateway) -> View {
    let known = |fault: Fault| Known { name: fault.name(), effect: fault.effect() };
    let waiting = |armed: &Armed| Waiting {
        fault: armed.fault.name(),
        method: armed.method.map(Method::as_str),
        path: armed.path.clone(),
        times: armed.times,
        after: armed.after,
        millis: armed.millis,
    };
    View {
        faults: Fault::ALL.map(known).into(),
        armed: gateway.faults.armed().iter().map(waiting).collect(),
    }
}

/// Answers `POST /_sandbox/faults`.
pub fn arm(gateway: &mut Gateway, body: &[u8]) -> Result<RawResponse, String> {
    let mut body = Body::read(body, "Fault")?;
    let (fault, method) = (body.text("fault"), body.optional_text("method"));
    let path = body.optional_text("path");
    let (times, after, millis) = (body.count("times"), body.count("after"), body.count("millis"));
    body.finish(true)?;
    let fault = Fault::parse(&fault).ok_or_else(|| format!("there is no fault named {fault:?}"))?;
    let method = method
        .map(|name| {
            Method::parse(&name).ok_or_else(|| format!("there is no method named {name:?}"))
        })
        .transpose()?;
    gateway.faults.arm(Armed {
        method,
        path,
        times: times.unwrap_or(1),
        after: after.unwrap_or(0),
        millis: millis.unwrap_or(LATE_MILLIS),
        ..Armed::next(fault)
    });
    Ok(json(201, &view(gateway)))
}
