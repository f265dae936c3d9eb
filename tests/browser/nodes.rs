//! What only a browser can answer: that its parser agrees with ours, and that nodes and string are the same tree.

use js_sys::{Function, JSON, Reflect};
use mcp_cordon::browser::exports;
use mcp_cordon::sanitizer::{SanitizeOptions, SanitizeOptionsInput, sanitize_tool_output};
use mcp_cordon::source::Url;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

/// Evaluates a function of the page's, and calls it.
fn page(parameters: &str, body: &str, arguments: &[JsValue]) -> JsValue {
    let function = Function::new_with_args(parameters, body);
    Reflect::apply(&function, &JsValue::UNDEFINED, &arguments.iter().cloned().collect())
        .expect("the page's function returns")
}

fn cases() -> Vec<Value> {
    mcp_cordon::browser::start();
    serde_json::from_str(include_str!("../data/sanitizer.json")).expect("data/sanitizer.json is a list of cases")
}

fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key].as_str().expect("the case has the field")
}

fn options(case: &Value) -> JsValue {
    match case.get("options") {
        Some(options) => JSON::parse(&options.to_string()).expect("options are JSON"),
        None => JsValue::UNDEFINED,
    }
}

/// Writes a tree down, so that two can be compared.
const OUTLINE: &str = "const outline = (node) => node.nodeType === 3 ? JSON.stringify(node.data) : \
    `<${node.namespaceURI} ${node.localName}${[...node.attributes].map((a) => ` ${a.name}=${JSON.stringify(a.value)}`).join('')}>` \
    + [...node.childNodes].map(outline).join('') + '</>'; \
    const within = (nodes) => { const e = document.createElement('div'); e.append(...nodes); return outline(e); };";

/// Every way that a page has to parse a string.
const WAYS: &[(&str, &str)] = &[
    ("innerHTML", "const e = document.createElement('div'); e.innerHTML = html; return within(e.childNodes);"),
    (
        "template",
        "const e = document.createElement('template'); e.innerHTML = html; return within(e.content.childNodes);",
    ),
    ("setHTMLUnsafe", "const e = document.createElement('div'); e.setHTMLUnsafe(html); return within(e.childNodes);"),
    // Ahead of a body's first element a document's parser drops white space, so something stands there.
    (
        "DOMParser",
        "const body = new DOMParser().parseFromString('<!doctype html><body><hr>' + html, 'text/html').body; \
         body.firstChild.remove(); return within(body.childNodes);",
    ),
];

#[wasm_bindgen_test]
fn string_and_nodes_are_one_tree_however_parsed() {
    for case in cases() {
        let (input, options) = (text(&case, "input").into(), options(&case));
        let fragment = exports::html::sanitize_to_fragment(input, options).expect("within the limits");
        let built = page("fragment", &format!("{OUTLINE} return within([fragment]);"), &[fragment]);
        for (way, body) in WAYS {
            let parsed = page("html", &format!("{OUTLINE} {body}"), &[text(&case, "html").into()]);
            assert_eq!(built.as_string(), parsed.as_string(), "{way}: {}", text(&case, "name"));
        }
    }
}

/// What the page's parser makes of the output is clean to the sanitizer too.
#[wasm_bindgen_test]
fn a_round_trip_through_the_page_changes_nothing() {
    for case in cases() {
        let html = text(&case, "html");
        let body = "const e = document.createElement('template'); e.innerHTML = html; return e.innerHTML;";
        let tripped = page("html", body, &[html.into()]).as_string().expect("markup is text");
        let input: SanitizeOptionsInput = case
            .get("options")
            .map_or_else(Default::default, |options| serde_json::from_value(options.clone()).expect("options"));
        let options = SanitizeOptions::parse(input).expect("the case's options are valid");
        assert_eq!(sanitize_tool_output(&tripped, &options).as_deref(), Ok(html), "{}", text(&case, "name"));
    }
}

#[wasm_bindgen_test]
fn the_page_s_url_parser_decides() {
    mcp_cordon::browser::start();
    for (input, base, href) in [
        ("https://bücher.test/x", None, Some("https://xn--bcher-kva.test/x")),
        ("///a.test/x", Some("https://b.test/c"), Some("https://a.test/x")),
        ("x", Some("https://b.test/c/d"), Some("https://b.test/c/x")),
        ("https://", None, None),
        ("x", None, None),
    ] {
        let base = base.and_then(|base| Url::parse(base, None));
        let url = Url::parse(input, base.as_ref());
        assert_eq!(url.as_ref().map(Url::href), href, "{input}");
    }
}

#[wasm_bindgen_test]
fn errors_name_the_input_and_the_option() {
    mcp_cordon::browser::start();
    for (options, code, says) in [
        ("{ polcy: {} }", "invalid-option", "options.polcy: no such option; there are policy, profile"),
        ("{ rewriteURL() {} }", "invalid-option", "options.rewriteURL: no such option; there are policy, profile"),
        ("{ policy: { conect: [] } }", "invalid-option", "options.policy.conect: no such option; there are connect"),
        ("{ policy: { connect: ['self'] } }", "invalid-policy", "policy.connect: \"self\""),
        (
            "{ policy: { connect: 'self' } }",
            "invalid-option",
            "options.policy.connect: expected an array, got a string",
        ),
        (
            "{ policy: { connect: [, 1] } }",
            "invalid-option",
            "options.policy.connect[0]: expected a string, got undefined",
        ),
        (
            "{ policy: { links: { rel: 1 } } }",
            "invalid-option",
            "options.policy.links.rel: expected a string, got a number",
        ),
        ("{ policy: null }", "invalid-option", "options.policy: expected an object, got null"),
        ("{ policy: new Map() }", "invalid-option", "options.policy: expected an object, got an object of class Map"),
        ("{ policy: () => 1 }", "invalid-option", "options.policy: expected an object, got a function"),
        (
            "{ profile: 'all' }",
            "invalid-option",
            "options.profile: expected one of \"text\", \"markup\", \"rich\", got \"all\"",
        ),
        (
            "{ profile: ['rich'] }",
            "invalid-option",
            "options.profile: expected one of \"text\", \"markup\", \"rich\", got an array",
        ),
        ("{ profile: new String('rich') }", "invalid-option", "got an object of class String"),
        ("{ limits: { depth: 501 } }", "invalid-option", "options.limits.depth: 501"),
        ("{ limits: { bytes: -1 } }", "invalid-option", "options.limits.bytes: expected a whole number from 0, got -1"),
        (
            "{ limits: { bytes: NaN } }",
            "invalid-option",
            "options.limits.bytes: expected a whole number from 0, got NaN",
        ),
        (
            "{ limits: { nodes: '7' } }",
            "invalid-option",
            "options.limits.nodes: expected a whole number from 0, got a string",
        ),
        ("{ limits: { bytes: 1e300 } }", "invalid-option", "options.limits.bytes: expected a whole number"),
        ("{ limits: { bytes: 1 } }", "limit-bytes", "options.limits.bytes is 1 and the input has 4"),
        ("{ idPrefix: '\"' }", "invalid-option", "options.idPrefix"),
        ("{ rewriteUrl: 1 }", "invalid-option", "options.rewriteUrl: expected a function, got a number"),
        (
            "{ config: { elements: [7] } }",
            "invalid-option",
            "options.config.elements[0]: expected a name or an object with a name, got a number",
        ),
        ("{ config: { elements: [{}] } }", "invalid-option", "options.config.elements[0].name: is missing"),
        (
            "{ config: { elements: [{ name: 'p', atributes: [] }] } }",
            "invalid-option",
            "options.config.elements[0].atributes: no such option",
        ),
        (
            "{ config: { attributes: [{ name: 1 }] } }",
            "invalid-option",
            "options.config.attributes[0].name: expected a string, got a number",
        ),
        (
            "{ config: { dataAttributes: 'yes' } }",
            "invalid-option",
            "options.config.dataAttributes: expected true or false, got a string",
        ),
        ("null", "invalid-option", "options: expected an object, got null"),
        ("7", "invalid-option", "options: expected an object, got a number"),
        ("[]", "invalid-option", "options: expected an object, got an array"),
        (
            "{ get policy() { throw new Error('boom') } }",
            "invalid-option",
            "options.policy: could not be read: Error: boom",
        ),
        ("{ get rewriteUrl() { throw 1 } }", "invalid-option", "options.rewriteUrl: could not be read: 1"),
        (
            "{ get policy() { throw { toString() { throw 1 } } } }",
            "invalid-option",
            "options.policy: could not be read: an object",
        ),
        ("new Proxy({}, { ownKeys() { throw 'keys' } })", "invalid-option", "options: could not be read: keys"),
        (
            "{ profile: 1n }",
            "invalid-option",
            "options.profile: expected one of \"text\", \"markup\", \"rich\", got a bigint",
        ),
        ("{ profile: Symbol() }", "invalid-option", "got a symbol"),
    ] {
        let value = page("", &format!("return ({options});"), &[]);
        let error = exports::html::sanitize_tool_output("text".into(), value).expect_err(options);
        let read =
            |key: &str| Reflect::get(&error, &key.into()).ok().and_then(|value| value.as_string()).unwrap_or_default();
        assert_eq!(read("code"), code, "{options}: {}", read("message"));
        assert!(read("message").contains(says), "{options}: {}", read("message"));
    }
    for input in [JsValue::UNDEFINED, JsValue::NULL, 1.into(), js_sys::Object::new().into()] {
        let error = exports::html::sanitize_tool_output(input, JsValue::UNDEFINED).expect_err("no string");
        let code = Reflect::get(&error, &"code".into()).ok().and_then(|value| value.as_string());
        assert_eq!(code.as_deref(), Some("invalid-input"));
    }
}

#[wasm_bindgen_test]
fn rewritten_urls_are_checked_again() {
    mcp_cordon::browser::start();
    for (rewrite, html) in [
        ("() => 'javascript:alert(1)'", "<a>x</a>"),
        ("() => null", "<a>x</a>"),
        ("() => 7", "<a>x</a>"),
        (
            "(url, use) => `https://b.test/?${use.element}.${use.attribute}=${url}`",
            "<a href=\"https://b.test/?a.href=https://a.test/\" target=\"_blank\" rel=\"noopener noreferrer\" class=\"mcp-cordon-link\">x</a>",
        ),
    ] {
        let options = page("", &format!("return {{ rewriteUrl: {rewrite} }};"), &[]);
        let written = exports::html::sanitize_tool_output("<a href=https://a.test>x</a>".into(), options);
        assert_eq!(written.ok().as_deref(), Some(html), "{rewrite}");
    }
    let options = page("", "return { rewriteUrl() { throw 'mine' } };", &[]);
    let thrown =
        exports::html::sanitize_tool_output("<a href=https://a.test>x</a>".into(), options).expect_err("it throws");
    let read = |key: &str| Reflect::get(&thrown, &key.into()).ok().and_then(|value| value.as_string());
    assert_eq!(read("code").as_deref(), Some("invalid-option"));
    assert_eq!(read("message").as_deref(), Some("options.rewriteUrl: threw mine"));
    assert_eq!(read("cause").as_deref(), Some("mine"));
}

/// What the options say as they are: none of these is an error, and each is read once.
#[wasm_bindgen_test]
fn options_that_are_well_written() {
    mcp_cordon::browser::start();
    for options in [
        "undefined",
        "{}",
        "Object.create(null)",
        "{ policy: undefined, profile: undefined, rewriteUrl: undefined }",
        "{ config: { elements: ['b', { name: 'p', namespace: null }], attributes: [], dataAttributes: false } }",
        "(() => { let reads = 0; return { get profile() { if (reads++) throw 1; return 'markup'; } }; })()",
    ] {
        let value = page("", &format!("return ({options});"), &[]);
        assert_eq!(
            exports::html::sanitize_tool_output("<b>x</b>".into(), value).ok().as_deref(),
            Some("<b>x</b>"),
            "{options}"
        );
    }
}

/// A lone surrogate is what `toWellFormed` makes of it, everywhere.
#[wasm_bindgen_test]
fn lone_surrogates() {
    mcp_cordon::browser::start();
    let lone = page("", "return 'a\\ud83db';", &[]);
    let to_html = |markdown: String, dialect: u32| exports::to_html::markdown_to_html(&markdown, dialect);
    let to_html = Closure::<dyn Fn(String, u32) -> String>::new(to_html).into_js_value().unchecked_into::<Function>();
    let text = exports::html::sanitize_tool_output(lone.clone(), JsValue::UNDEFINED).expect("it is text");
    assert_eq!(text, "a\u{fffd}b");
    let text = exports::markdown::sanitize_markdown(lone.clone(), JsValue::UNDEFINED, &to_html).expect("it is text");
    assert_eq!(text, "<p>a\u{fffd}b</p>\n");
    let result = page("lone", "return { content: [{ type: 'text', text: lone }], _meta: { [lone]: 1 } };", &[lone]);
    let safe = exports::markdown::sanitize_tool_result(result, JsValue::UNDEFINED, &to_html).expect("it is a result");
    let json = JSON::stringify(&safe).expect("it is JSON");
    let safe: Value = serde_json::from_str(&String::from(json)).expect("it is JSON");
    let expected =
        serde_json::json!({ "content": [{ "type": "text", "text": "a\u{fffd}b" }], "_meta": { "a\u{fffd}b": 1 } });
    assert_eq!(safe["result"], expected);
    assert_eq!(safe["changed"], true);
}
