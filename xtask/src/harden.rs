//! The generated glue, on the helpers of `pkg-template/entry/boundary.js` in place of its own.
//!
//! wasm-bindgen's helpers look up `TextDecoder.prototype.decode` and the like at each call, where a script of the page may
//! have put something else by then. What is replaced here is written against the pinned version of the generator: where
//! it writes something new, the build stops.

use anyhow::{Context, Result, bail};

/// What `boundary.js` exports.
const SUPPLIED: [&str; 11] = [
    "addToExternrefTable0",
    "getArrayU32FromWasm0",
    "getDataViewMemory0",
    "getStringFromWasm0",
    "handleError",
    "isLikeNone",
    "makeClosure",
    "passArrayJsValueToWasm0",
    "passStringToWasm0",
    "put",
    "takeFromExternrefTable0",
];

/// Helpers that only those call.
const INNER: [&str; 3] = ["decodeText", "getUint32ArrayMemory0", "getUint8ArrayMemory0"];

const GLOBALS: [&str; 6] = ["Array", "BigInt", "Error", "Object", "Reflect", "WebAssembly"];

const HELPERS_END: &str = "\nlet wasmModule, wasmInstance, wasm;";
const ADOPTED: &str = "    wasm = instance.exports;\n";
/// It is always given a module, which on edge runtimes and in test runners may be another realm's.
const CONVERTED: &str =
    "    if (!(module instanceof WebAssembly.Module)) {\n        module = new WebAssembly.Module(module);\n    }\n";

pub(crate) fn harden(glue: &str) -> Result<String> {
    let end = glue.find(HELPERS_END).context("the glue's instance was not found")?;
    let place = |name: &&str| glue[..end].find(&format!("\nfunction {name}("));
    let start = SUPPLIED.iter().chain(&INNER).filter_map(place).min().context("the glue's helpers were not found")?;
    for line in glue[start..end].lines() {
        if let Some((name, _)) = line.strip_prefix("function ").and_then(|line| line.split_once('('))
            && !SUPPLIED.contains(&name)
            && !INNER.contains(&name)
        {
            bail!("the glue has the helper {name}, which boundary.js does not supply");
        }
    }
    let names = [&SUPPLIED[..], &GLOBALS, &["WASM_VECTOR_LEN", "adopt"]].concat().join(", ");
    let glue = format!("import {{ {names} }} from \"./boundary.js\";\n{}{}", &glue[..start], &glue[end..]);
    if !glue.contains(ADOPTED) || !glue.contains(CONVERTED) {
        bail!("the glue takes its instance in another way");
    }
    let glue = glue
        .replace(CONVERTED, "")
        .replace(ADOPTED, &format!("{ADOPTED}    adopt(wasm);\n"))
        .replace("arg0[arg1 >>> 0] = arg2;", "put(arg0, arg1 >>> 0, arg2);")
        .replace("arg0[arg1] = arg2;", "put(arg0, arg1, arg2);");
    // The helpers' caches went with them.
    let kept = glue.lines().filter(|line| !line.trim_start().starts_with("cached"));
    let glue = kept.flat_map(|line| [line, "\n"]).collect::<String>();
    match glue.lines().find(|line| writes_a_property(line)) {
        Some(line) => bail!("the glue writes a property that a prototype could take: {}", line.trim()),
        None => Ok(glue),
    }
}

/// `arg0[…] = …` or `arg0.name = …`.
fn writes_a_property(line: &str) -> bool {
    let Some((left, _)) = line.trim().split_once(" = ") else { return false };
    left.starts_with("arg") && left.contains(['[', '.'])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]
    use super::*;

    fn glue() -> String {
        let helper = "a\nfunction addToExternrefTable0(obj) {\n}\n";
        format!("{helper}\nlet wasmModule, wasmInstance, wasm;\n{CONVERTED}{ADOPTED}")
    }

    #[test]
    fn the_helpers_give_way() {
        let hard = harden(&glue().replace("a\n", "  arg0[arg1] = arg2;\n")).expect("it is hardened");
        assert!(!hard.contains("function addToExternrefTable0") && !hard.contains("instanceof"), "{hard}");
        assert!(hard.contains("put(arg0, arg1, arg2);") && hard.contains("adopt(wasm);"), "{hard}");
    }

    #[test]
    fn what_is_new_stops_the_build() {
        assert!(harden(&glue().replace("\n\nlet", "\nfunction debugString(value) {\n}\n\nlet")).is_err());
        assert!(harden(&glue().replace("a\n", "  arg0.name = arg1;\n")).is_err());
        assert!(harden("").is_err());
    }
}
