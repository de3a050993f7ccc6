//! Short names for what a program imports from its glue.
//!
//! wasm-bindgen's names end in 16 digits of a hash, once in the program and once in the glue. Digits of
//! a hash don't compress: 300 imports are 5 kB of brotli.

use std::collections::HashMap;

use wasm_bindgen_cli_support::Output;

/// Short names by the names that wasm-bindgen gave.
pub struct ShortNames(HashMap<String, String>);

impl ShortNames {
    /// Renames the imports of a program. Its glue has to be renamed alike.
    pub fn give(bound: &mut Output, glue: &str) -> Self {
        let module = bound.wasm_mut();
        let exported: Vec<_> = module.exports.iter().map(|export| export.name.clone()).collect();
        let mut names = HashMap::new();
        for import in module.imports.iter_mut() {
            let is_generated = import.module == glue && import.name.starts_with("__wb");
            if is_generated && !exported.contains(&import.name) {
                let next = format!("_{}", names.len());
                let short = names.entry(import.name.clone()).or_insert(next);
                import.name.clone_from(short);
            }
        }
        Self(names)
    }

    /// The glue with the short names. Names are replaced as a whole, never within a longer one.
    pub fn in_glue(&self, glue: &str) -> String {
        let is_in_name = |it: char| it.is_alphanumeric() || it == '_' || it == '$';
        let mut short = String::with_capacity(glue.len());
        let mut rest = glue;
        while let Some(start) = rest.find(is_in_name) {
            let end = rest[start..].find(|it| !is_in_name(it)).map_or(rest.len(), |at| start + at);
            let name = &rest[start..end];
            short.push_str(&rest[..start]);
            short.push_str(self.0.get(name).map_or(name, String::as_str));
            rest = &rest[end..];
        }
        short + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_replaced_as_a_whole() {
        let names = ShortNames(HashMap::from([("__wbg_now_1f".to_owned(), "_0".to_owned())]));
        let glue = "{ __wbg_now_1f: function() { __wbg_now_1f2(\"é\"); } }";
        assert_eq!(names.in_glue(glue), "{ _0: function() { __wbg_now_1f2(\"é\"); } }");
    }
}
