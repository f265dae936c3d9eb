//! What frameworks' own functions do with what they are given.

use oxc_ast::ast::{Argument, Expression};
use oxc_span::Span;

use super::{Invoked, stores};
use crate::graph::{ELEMENT, Func, Kind, field, mask};
use crate::lower::{Lower, Value, What};

pub(crate) fn called(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Option<Value> {
    let span = call.span;
    let first = call.arg(0);
    if let Some(receiver) = call.receiver
        && let What::Setter(state) = receiver.what
        && matches!(call.method, "set" | "update")
    {
        lower.flow(first.node, state, Kind::Flow);
        return Some(Value::default());
    }
    let is_react = call.receiver.is_none() || call.name.starts_with("React.");
    match call.method {
        "useState" | "createSignal" | "useReducer" | "useLocalStorage" | "useSessionStorage" | "useOptimistic"
            if is_react =>
        {
            let state = lower.node(span.start);
            let setter = lower.node(span.start);
            let taken = lower.node(span.start);
            let pair = lower.node(span.start);
            let initial = if call.method == "useReducer" { call.arg(1) } else { first.clone() };
            lower.flow(initial.node, state, Kind::Flow);
            let made = lower.call_back(first.node, &[state, taken], span);
            lower.flow(made, state, Kind::Flow);
            lower.flow(taken, state, Kind::Flow);
            // A setter may be given a function of what was.
            let next = lower.call_back(taken, &[state], span);
            lower.flow(next, state, Kind::Flow);
            let func = lower.out.graph.funcs.len() as u32;
            lower.out.graph.funcs.push(Func { params: vec![taken], rest: false, result: 0, this: None });
            lower.out.graph.func_nodes.push((setter, func));
            lower.flow(setter, pair, Kind::Store(field(ELEMENT)));
            if call.method == "createSignal" {
                // A signal is read by a call.
                let getter = lower.node(span.start);
                let func = lower.out.graph.funcs.len() as u32;
                lower.out.graph.funcs.push(Func { params: Vec::new(), rest: false, result: state, this: None });
                lower.out.graph.func_nodes.push((getter, func));
                return Some(Value { node: pair, what: What::Setter(getter), ..Value::default() });
            }
            Some(Value { node: pair, what: What::Setter(state), ..Value::default() })
        }
        "signal" | "model" if call.is_of(&["@angular/core"]) => Some(stores::signal(lower, call)),
        "useRef" | "createRef" if is_react => {
            let node = lower.node(span.start);
            lower.flow(first.node, node, Kind::Store(field("current")));
            Some(Value::of_node(node))
        }
        "useMemo" | "computed" | "createMemo" | "$derived" | "useDeferredValue" | "$state" | "untrack" | "toValue"
        | "unref" | "readonly" | "shallowRef" | "ref" | "reactive" | "toRef" | "toRaw" | "markRaw" | "signal"
        | "startTransition"
            if call.receiver.is_none() || call.method == "useMemo" =>
        {
            let node = lower.node(span.start);
            let has_value = matches!(call.method, "ref" | "shallowRef" | "computed" | "toRef");
            let given = lower.call_back(first.node, &[], span);
            for part in [first.node, given] {
                lower.flow(part, node, Kind::Flow);
                if has_value {
                    lower.flow(part, node, Kind::Store(field("value")));
                }
            }
            let what = if call.method == "signal" { What::Setter(node) } else { What::Unknown };
            Some(Value { node, what, ..Value::default() })
        }
        "by" if call.name == "$derived.by" => {
            let node = lower.call_back(first.node, &[], span);
            Some(Value::of_node(node))
        }
        "useCallback" | "memo" | "forwardRef" | "observer" | "defineComponent" | "lazy" | "markdown"
            if is_react && first.node != 0 && call.method != "markdown" =>
        {
            let node = lower.node(span.start);
            lower.flow(first.node, node, Kind::Flow);
            Some(Value::of_node(node))
        }
        "useEffect"
        | "useLayoutEffect"
        | "onMount"
        | "onMounted"
        | "watchEffect"
        | "createEffect"
        | "nextTick"
        | "$effect"
        | "queueMicrotask"
        | "requestAnimationFrame"
        | "requestIdleCallback"
        | "setTimeout"
        | "setInterval" => {
            lower.call_back(first.node, &[], span);
            Some(Value::default())
        }
        "watch" if call.receiver.is_none() => {
            let given = lower.call_back(first.node, &[], span);
            let seen = lower.node(span.start);
            lower.flow(first.node, seen, Kind::Flow);
            lower.flow(first.node, seen, Kind::Load(field("value")));
            lower.flow(given, seen, Kind::Flow);
            let handler = call.arg(1);
            lower.call_back(handler.node, &[seen, seen], span);
            Some(Value::default())
        }
        "useQuery" | "useSuspenseQuery" | "useMutation" | "useSWR" | "useAsync" | "createResource"
        | "useInfiniteQuery" => {
            let node = lower.node(span.start);
            for name in ["queryFn", "mutationFn"] {
                let function = lower.property(&first, name, span);
                let given = lower.call_back(function.node, &[], span);
                lower.flow(given, node, Kind::Store(field("data")));
            }
            for arg in call.args {
                let given = lower.call_back(arg.node, &[], span);
                lower.flow(given, node, Kind::Store(field("data")));
            }
            Some(Value::of_node(node))
        }
        "useContext" | "use" | "inject" if call.receiver.is_none() || call.name == "React.useContext" => {
            let node = lower.node(span.start);
            lower.flow(first.node, node, Kind::Flow);
            Some(Value::of_node(node))
        }
        // A Blob's address: nobody else chose it, and what it holds may be a document or a script.
        "createObjectURL" if first.node != 0 => {
            let node = lower.node(span.start);
            lower.keep(first.node, node, Kind::Flow, mask::EVERY & !(mask::SCHEME | mask::DEST));
            Some(Value { node, is_fixed: true, what: first.what, ..Value::default() })
        }
        "createObjectURL" => Some(Value::fixed()),
        "createPolicy" if call.name.ends_with("trustedTypes.createPolicy") => Some(call.arg(1)),
        "from" | "of" | "defer" | "firstValueFrom" | "lastValueFrom" if call.is_of(&["rxjs"]) => Some(first),
        "pipe" if call.receiver.is_some_and(|receiver| receiver.node != 0) => {
            let node = lower.node(span.start);
            for value in call.receiver.into_iter().chain(call.args) {
                lower.flow(value.node, node, Kind::Flow);
            }
            Some(Value::of_node(node))
        }
        // `new TextDecoder().decode(bytes)`
        "decode" if call.receiver.is_some_and(|receiver| receiver.node == 0) => {
            let node = lower.node(span.start);
            lower.flow(first.node, node, Kind::Text);
            Some(Value { node, of: first.of.clone(), ..Value::default() })
        }
        "create" | "createStore" if call.is_of(&["zustand", "zustand/vanilla"]) => Some(stores::zustand(lower, call)),
        "persist" | "devtools" | "immer" | "subscribeWithSelector" if call.is_of(&["zustand"]) => Some(first),
        "defineStore" if call.is_of(&["pinia"]) => stores::pinia(lower, call),
        "storeToRefs" => Some(first),
        "atom" if call.is_of(&["jotai"]) => {
            let node = lower.node(span.start);
            lower.flow(first.node, node, Kind::Flow);
            Some(Value::of_node(node))
        }
        "useAtom" | "useSetAtom" if call.is_of(&["jotai"]) => Some(stores::atom(lower, call)),
        "useAtomValue" if call.is_of(&["jotai"]) => Some(first),
        // What a server's action gave is the state.
        "useActionState" | "useFormState" if is_react => {
            let state = lower.call_back(first.node, &[], span);
            let pair = lower.node(span.start);
            Some(Value { node: pair, what: What::Setter(state), ..Value::default() })
        }
        "createContext" => Some(Value::of_node(lower.node(span.start))),
        "writable" => {
            let node = lower.node(span.start);
            lower.flow(first.node, node, Kind::Flow);
            Some(Value { node, what: What::Setter(node), ..Value::default() })
        }
        "defineProps" | "$props" | "withDefaults" | "toRefs" => {
            let node = lower.props.unwrap_or(0);
            Some(Value::of_node(if call.method == "toRefs" { first.node } else { node }))
        }
        "createElement" if call.name.ends_with("document.createElement") || call.name == "document.createElement" => {
            let tag = first.text.clone().unwrap_or_else(|| "".into());
            let node = lower.node(span.start);
            Some(Value { node, what: What::Element(tag.to_ascii_lowercase().into()), ..Value::default() })
        }
        "createElement" | "h" | "jsx" | "jsxs" => {
            let props = call.arg(1);
            if let (Some(tag), true) = (&first.text, call.object(1).is_some()) {
                let html = lower.property(&props, "dangerouslySetInnerHTML", span);
                let html = lower.property(&html, "__html", span);
                lower.sink(html.node, span, super::MARKUP, "dangerouslySetInnerHTML");
                // Vue 2 has an element's properties and attributes apart.
                let parts = ["domProps", "attrs"].map(|part| lower.property(&props, part, span));
                for part in std::iter::once(props).chain(parts) {
                    for name in ["innerHTML", "href", "src", "srcdoc", "srcDoc"] {
                        let value = lower.property(&part, name, span);
                        super::attribute(lower, tag, name, &value, span);
                    }
                }
                return Some(Value::default());
            }
            if first.text.is_some() {
                return Some(Value::default());
            }
            let children: Vec<Value> = call.args.iter().skip(2).cloned().collect();
            for child in children {
                lower.flow(child.node, props.node, Kind::Store(field("children")));
            }
            let node = lower.call_back(first.node, &[props.node], span);
            Some(Value::of_node(node))
        }
        "querySelector" | "getElementById" | "closest" if call.receiver.is_some() => {
            let selector = first.text.as_deref().unwrap_or_default();
            let tag = ["iframe", "img", "script", "style"]
                .iter()
                .find(|tag| selector.starts_with(**tag))
                .copied()
                .unwrap_or_default();
            let node = lower.node(span.start);
            Some(Value { node, what: What::Element(tag.into()), ..Value::default() })
        }
        "register" if call.name.ends_with("serviceWorker.register") => {
            worker_scope(lower, call);
            lower.sink(first.node, span, super::RUNS, "a service worker's script");
            let node = lower.node(span.start);
            Some(Value { node, what: What::Registration, ..Value::default() })
        }
        "getRegistration" if call.name.ends_with("serviceWorker.getRegistration") => {
            let node = lower.node(span.start);
            Some(Value { node, what: What::Registration, ..Value::default() })
        }
        "parse" | "stringify" if call.name.starts_with("JSON.") => {
            let node = lower.node(span.start);
            let (kind, what) = match call.method {
                "stringify" => (Kind::Text, What::Json),
                _ => (Kind::Flow, What::Unknown),
            };
            lower.flow(first.node, node, kind);
            Some(Value { node, is_fixed: first.is_fixed, of: first.of.clone(), what, ..Value::default() })
        }
        "assign" if call.name == "Object.assign" => {
            for (at, arg) in call.args.iter().enumerate().skip(1) {
                lower.flow(arg.node, first.node, Kind::Flow);
                super::sinks::given(lower, call, at);
            }
            let node = lower.node(span.start);
            for arg in call.args {
                lower.flow(arg.node, node, Kind::Flow);
            }
            Some(Value::of_node(node))
        }
        "from" if call.name == "Array.from" => {
            let list = first.clone();
            if call.args.len() > 1 {
                let item = lower.element_of(&list, span);
                let given = lower.call_back(call.arg(1).node, &[item.node], span);
                let node = lower.node(span.start);
                lower.flow(given, node, Kind::Store(field(ELEMENT)));
                return Some(Value::of_node(node));
            }
            Some(list)
        }
        "all" | "allSettled" | "any" | "race" if call.name.starts_with("Promise.") => {
            if matches!(call.method, "all" | "allSettled") { Some(first) } else { Some(lower.element_of(&first, span)) }
        }
        "resolve" if call.name == "Promise.resolve" => Some(first),
        "entries" | "values" | "keys" if call.name.starts_with("Object.") => {
            let node = lower.node(span.start);
            lower.flow(first.node, node, Kind::Text);
            Some(Value { node, is_fixed: first.is_fixed, ..Value::default() })
        }
        "String" if call.receiver.is_none() => {
            let node = if first.node == 0 { 0 } else { lower.node(span.start) };
            lower.flow(first.node, node, Kind::Text);
            Some(Value { node, ..first })
        }
        "dispatch" | "emit" | "$emit" | "postMessage" => {
            // A function of the file's own may have the name: React's reducers give one.
            let is_own = call.receiver.is_none() && call.target.node != 0;
            let names_event = matches!(call.expression(0), Some(Expression::StringLiteral(_)));
            if is_own || names_event { None } else { Some(Value::default()) }
        }
        "promisify" => Some(first),
        "parseFromString" => {
            let node = lower.node(span.start);
            lower.parsed(first.node, node);
            Some(Value::of_node(node))
        }
        _ => None,
    }
}

/// `navigator.serviceWorker.ready.then((registration) => { window.registration = registration; })`
pub(crate) fn registered(lower: &mut Lower<'_>, written: &[Argument<'_>]) {
    let Some(Expression::ArrowFunctionExpression(arrow)) =
        written.first().and_then(Argument::as_expression).map(Expression::get_inner_expression)
    else {
        return;
    };
    let Some(param) = arrow.params.items.first().and_then(|param| param.pattern.get_binding_identifier()) else {
        return;
    };
    let body = lower.slice(arrow.body.span);
    let given = format!("= {}", param.name);
    for global in ["window.", "globalThis.", "self."] {
        for (at, _) in body.match_indices(global) {
            let statement =
                body.get(at..).and_then(|rest| rest.split([';', '\n', '}']).next()).unwrap_or_default().trim_end();
            if statement.ends_with(&given) {
                let start = arrow.body.span.start + at as u32;
                lower.hit(crate::rules::BACKGROUND_OPEN, Span::new(start, start + statement.len() as u32));
            }
        }
    }
}

/// A worker for the whole origin, which answers for pages that it has no part in.
fn worker_scope(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let Some(options) = lower.options_of(call, 1) else { return };
    let script = call.arg(0).text.map(|text| text.to_string()).unwrap_or_default();
    let is_deep = script.trim_start_matches('/').contains('/');
    for (span, name, written) in options {
        if name == "scope" && is_deep && matches!(written.trim_matches(['"', '\'', '`']), "/" | "/*") {
            lower.hit(crate::rules::WORKER_SCOPE, span);
        }
    }
}
