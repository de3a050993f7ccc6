//! The initial content of the organization.

mod catalogue;
mod history;
mod sample;
mod sized;

pub use catalogue::{Catalogue, CatalogueError};
pub use history::create_named;
pub use sized::Sizes;

use super::gateway::Gateway;
use super::world::World;

/// The content that an engine starts with and a reset restores.
#[derive(Clone, Debug)]
pub enum Seed {
    /// Only connections.
    Catalogue(Catalogue),
    /// The sample organization: every kind of connection, an identity in every difficult state.
    Sample,
    /// As many rows as requested.
    Sized(Sizes),
}

impl Seed {
    /// Adds the content to an empty gateway.
    pub fn plant(&self, gateway: &mut Gateway, world: &mut dyn World) {
        match self {
            Self::Catalogue(catalogue) => catalogue.plant(&mut gateway.store, world),
            Self::Sample => sample::plant(gateway, world),
            Self::Sized(sizes) => sized::plant(gateway, world, sizes),
        }
    }
}
