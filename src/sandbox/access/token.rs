//! Tokens in the shape of a local sign-in's: a JWT signed with EdDSA (contract §11).

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Serialize;

use super::User;
use crate::sandbox::json::to_bytes;

/// Bytes of an EdDSA signature; the sandbox draws them.
pub const SIGNATURE: usize = 64;

#[derive(Serialize)]
struct Header {
    alg: &'static str,
    typ: &'static str,
}

/// Moments are seconds since 1970.
#[derive(Serialize)]
struct Claims<'a> {
    email: &'a str,
    sub: &'a str,
    iat: i64,
    exp: i64,
    auth_time: i64,
}

/// A token for the user.
pub fn jwt(user: &User, issued_at: i64, expires_at: i64, signature: &[u8; SIGNATURE]) -> String {
    let header = Header { alg: "EdDSA", typ: "JWT" };
    let claims = Claims {
        email: &user.email,
        sub: &user.subject,
        iat: issued_at,
        exp: expires_at,
        auth_time: issued_at,
    };
    [to_bytes(&header), to_bytes(&claims), signature.to_vec()]
        .map(|part| Base64UrlUnpadded::encode_string(&part))
        .join(".")
}
