//! What the organisation holds when the engine starts.

mod catalogue;
mod history;
mod sample;
mod sized;

pub use catalogue::{Catalogue, CatalogueError};
pub use history::create_named;

use super::gateway::Gateway;
use super::world::World;

/// The contents that an engine begins with, and goes back to on a reset.
#[derive(Clone, Debug)]
pub enum Seed {
    /// Connections and nothing else.
    Catalogue(Catalogue),
    /// The sample organisation: every kind of connection, an identity in every awkward state.
    Sample,
    /// As many rows as asked for.
    Sized {
        /// How many identities.
        identities: usize,
        /// How many connections.
        connections: usize,
        /// How many attributes.
        attributes: usize,
    },
}

impl Seed {
    /// Adds the contents to an empty gateway.
    pub fn plant(&self, gateway: &mut Gateway, world: &mut dyn World) {
        match self {
            Self::Catalogue(catalogue) => catalogue.plant(&mut gateway.store, world),
            Self::Sample => sample::plant(gateway, world),
            Self::Sized { identities, connections, attributes } => {
                sized::plant(gateway, world, *identities, *connections, *attributes);
            }
        }
    }
}
