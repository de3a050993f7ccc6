//! The words for rotating credentials.

pub const ORDER: &str = "The gateway revokes the old secret before it creates the new one. If \
                         creating fails, the credential is missing and has to be created again.";

/// What a rotation of `number` credentials does to their secrets.
pub const fn effect(number: usize) -> &'static str {
    match number {
        1 => "The old secret stops working immediately. Update every workload that uses it.",
        _ => "The old secrets stop working immediately. Update every workload that uses them.",
    }
}

/// Why a credential isn't rotated: the gateway looks for it under the connection's name (contract §8).
pub const STORED_BY_ID: &str = "It’s stored under the connection’s ID, and the gateway rotates by name \
                                only.";

/// What the question says of a connection with two credentials (contract §8).
pub const ONE_OF_TWO: &str = "It has 2 credentials. The gateway rotates the one that is stored under \
                              the name. The one stored under the connection’s ID keeps working.";

/// Beside the button of each of the two.
pub const EITHER: &str = "This connection has 2 credentials: one stored under its name, one under its \
                          ID. Rotating replaces the one under the name. The gateway doesn’t say \
                          which one that is.";

/// What the result says of the other one.
pub const OTHER: &str = "The other credential of this connection still has its secret: it’s stored under \
                         the connection’s ID, and the gateway rotates by name only.";

/// What the button, the question and the result say where connect access is off (G35).
pub const BLOCKED: &str = "Connect access is off. The new secret is refused too until it’s on.";

pub const NEW: &str = "new secret";
pub const NOT_ROTATED: &str = "not rotated";
