//! Reading the connections and attributes to choose from.

use std::sync::Arc;

use super::when_done;
use crate::{
    domain::catalog::Catalog,
    flow::{context, gate::Gate, load},
    gateway::error::GatewayError,
    ui::editor::model::{Editor, loaded::Lists},
};

/// Reads the lists again while the old ones stay in use.
pub fn refresh(editor: Editor) {
    when_done(editor, read(editor), move |answer| {
        if let Ok(catalog) = answer {
            set(editor, catalog);
        }
    });
}

/// The lists, and the attributes of the identity that aren't in them.
pub fn read(editor: Editor) -> impl Future<Output = Result<Arc<Catalog>, GatewayError>> {
    let client = editor.client();
    let identity = editor.loaded.identity_untracked();
    async move {
        let (gate, is_needed) = (Gate::default(), || !editor.is_gone());
        let mut catalog = Arc::new(load::catalog_while(&client, &gate, &is_needed).await?);
        if let Some(identity) = identity {
            context::ask_for_hidden(&client, &mut catalog, identity.attributes.iter()).await?;
        }
        Ok(catalog)
    }
}

/// Puts the lists into the model.
pub fn set(editor: Editor, catalog: Arc<Catalog>) {
    // What was asked for by name stays known.
    editor.loaded.update(|context| context.with_catalog(catalog.clone()).completed_by(context));
    editor.loaded.lists.set(Lists::Loaded);
}
