//! What a page learns when its program stops.
//!
//! A release has no panic hook: a panic is a trap, and the glue tells the program that it has stopped. Where
//! the memory is full, nothing is left for that, and the browser's console alone has the error.

use crate::failure::Outcome;

/// Calls into a program, watched. Functions that the glue itself needs aren't: they are called for every
/// text. A full stack is no trap for JavaScript, and each browser names it differently.
const WATCHED: &str = r#"
const own = /^__(wbindgen_(malloc|realloc|free|exn_store)|externref)/;
let hasStopped = false;
function isTrap(error) {
    const isFull = ["RangeError", "InternalError"].includes(error?.name);
    return error instanceof WebAssembly.RuntimeError || (isFull && /call stack|recursion/.test(error.message));
}
function stop(error) {
    hasStopped = true;
    const place = /([\w-]+(\.wasm)?:)?wasm-function\[\d+\](:0x[0-9a-f]+)?/.exec(error.stack);
    try {
        stopped(place?.[0] ?? "");
    } catch (second) {
        console.error(second);
    }
}
function watched(exports) {
    const all = { ...exports };
    for (const [name, run] of Object.entries(exports)) {
        if (typeof run !== "function" || own.test(name)) continue;
        all[name] = (...given) => {
            try {
                return run(...given);
            } catch (error) {
                if (!hasStopped && isTrap(error)) stop(error);
                throw error;
            }
        };
    }
    return all;
}
"#;

/// The glue of a program that exports `stopped`, which is called once, with the place of the first trap.
pub fn watch(glue: &str) -> Outcome<String> {
    const EXPORTS: &str = "wasm = instance.exports;";
    if glue.matches(EXPORTS).count() != 1 || !glue.contains("function stopped(") {
        return Err("the glue isn't as wasm-bindgen wrote it: traps wouldn't be reported".into());
    }
    Ok(glue.replace(EXPORTS, "wasm = watched(instance.exports);") + WATCHED)
}
