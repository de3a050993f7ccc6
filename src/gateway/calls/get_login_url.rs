use crate::{
    gateway::{
        base::ApiPath,
        call::{Call, Outgoing},
        error::GatewayError,
    },
    wire::{json::Unreadable, session},
};

/// `GET /login` or `GET /saml/login`: the URL where a single sign-on starts; needs no token
/// (contract §11).
pub struct GetLoginUrl {
    /// SAML rather than OpenID.
    pub is_saml: bool,
    /// Where the gateway sends the user afterwards. It must have the gateway's own host name.
    pub redirect: String,
}

impl Call for GetLoginUrl {
    type Output = String;

    fn request(&self) -> Result<Outgoing, GatewayError> {
        let path = match self.is_saml {
            true => ApiPath::new("saml").then("login"),
            false => ApiPath::new("login"),
        };
        Ok(Outgoing::get(path.query(&[("redirect", &self.redirect)])))
    }

    fn read(&self, body: &[u8]) -> Result<String, Unreadable> {
        session::read_login_url(body)
    }
}
