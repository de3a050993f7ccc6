use crate::{
    domain::secret::Secret,
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
        token::AccessToken,
    },
    wire::{exchange::RawResponse, failure, json::Unreadable, session},
};

/// `POST /localauth/login`: the token comes in the `Token` header (contract §11).
pub struct LogIn<'a> {
    /// Case-sensitive.
    pub email: &'a str,
    /// Sent in the body and nowhere else.
    pub password: &'a Secret,
}

impl Call for LogIn<'_> {
    type Output = AccessToken;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let body = session::write_login(self.email, self.password);
        Ok(Outgoing::post(ApiPath::new("localauth").then("login"), body))
    }

    /// The body is only `ok`.
    fn read(&self, _: &[u8]) -> Result<AccessToken, Unreadable> {
        Err(Unreadable { expected: "a sign-in with a token", line: 1, column: 1 })
    }

    fn receive(&self, response: &RawResponse) -> Result<AccessToken, GatewayError> {
        let token = response.header("token").map(AccessToken::parse);
        match (response.status, token) {
            (200, Some(Ok(token))) => Ok(token),
            (200, _) => self.read(&response.body).map_err(GatewayError::Unreadable),
            // The body is JSON with the content type of plain text (contract §1).
            (400, _) => {
                let message = failure::read_message(&response.body);
                Err(message.map_or_else(
                    || GatewayError::of(response),
                    |message| GatewayError::Rejected { status: 400, message: Some(message) },
                ))
            }
            _ => Err(GatewayError::of(response)),
        }
    }
}
