//! Where a server's data, or a model's, or another page's comes in.

use oxc_ast::ast::{Expression, MemberExpression};
use oxc_span::{GetSpan, Span};

use super::{Assigned, Invoked};
use crate::graph::Kind;
use crate::lower::{Lower, Value, What};

pub(crate) const TOOL: &str = "the result of a tool";
const DESCRIPTION: &str = "what a server says of its tools";
const RESOURCE: &str = "a server's resource";
const PROMPT: &str = "a server's prompt";
const ELICITATION: &str = "what a server asks the user";
const OAUTH: &str = "OAuth metadata of a server";
const MODEL: &str = "what a model wrote";
const MESSAGE: &str = "a message of another page";
const WORKER_MESSAGE: &str = "a message to the worker";
const EVENTS: &str = "an event of a server";
const REQUEST: &str = "what a request's sender chose";

/// Types of the SDKs, by name.
pub(crate) fn source_type(name: &str) -> Option<&'static str> {
    Some(match name {
        "CallToolResult"
        | "CompatibilityCallToolResult"
        | "ToolResult"
        | "ContentBlock"
        | "TextContent"
        | "ImageContent"
        | "EmbeddedResource"
        | "ToolResultPart"
        | "ToolCallResult"
        | "ToolResultContent"
        | "ToolResultBlockParam"
        | "StructuredContent" => TOOL,
        "Tool" | "ListToolsResult" | "ToolAnnotations" | "Implementation" | "ToolDefinition" => DESCRIPTION,
        "ReadResourceResult"
        | "ResourceContents"
        | "TextResourceContents"
        | "BlobResourceContents"
        | "ResourceLink"
        | "Resource"
        | "ListResourcesResult" => RESOURCE,
        "GetPromptResult" | "PromptMessage" | "ListPromptsResult" => PROMPT,
        "ElicitRequest" | "ElicitRequestURLParams" | "ElicitRequestFormParams" | "ElicitRequestParams" => ELICITATION,
        "OAuthMetadata"
        | "AuthorizationServerMetadata"
        | "OAuthProtectedResourceMetadata"
        | "OpenIdProviderMetadata" => OAUTH,
        "UIMessage" | "ChatCompletion" | "ChatCompletionChunk" | "ModelMessage" | "AssistantMessage" => MODEL,
        _ => return None,
    })
}

/// Names of parameters and properties that say whose data they are.
pub(crate) fn source_name(name: &str) -> Option<&'static str> {
    let plain: String = name.chars().filter(|c| *c != '_').collect::<String>().to_ascii_lowercase();
    let whose = [
        ("tool", TOOL),
        ("mcp", TOOL),
        ("llm", MODEL),
        ("model", MODEL),
        ("assistant", MODEL),
        ("agent", MODEL),
        ("completion", MODEL),
        ("elicitation", ELICITATION),
        ("resource", RESOURCE),
        ("prompt", PROMPT),
    ];
    let parts = [
        "output",
        "result",
        "results",
        "response",
        "text",
        "html",
        "markdown",
        "content",
        "contents",
        "message",
        "reply",
        "answer",
        "outputhtml",
        "resulthtml",
        "callresult",
        "outputs",
        "resulttext",
        "outputtext",
        "url",
        "description",
        "error",
    ];
    whose
        .iter()
        .find(|(whose, _)| plain.strip_prefix(whose).is_some_and(|rest| parts.contains(&rest)))
        .map(|(_, what)| *what)
}

/// Calls by the last part of their name.
fn of_method(method: &str) -> Option<&'static str> {
    Some(match method {
        "callTool" | "callToolStream" | "executeTool" | "invokeTool" | "runTool" => TOOL,
        "listTools" | "getServerCapabilities" | "getServerVersion" | "getInstructions" => DESCRIPTION,
        "readResource" | "listResources" | "listResourceTemplates" => RESOURCE,
        "getPrompt" | "listPrompts" => PROMPT,
        "discoverOAuthMetadata"
        | "discoverAuthorizationServerMetadata"
        | "discoverOAuthProtectedResourceMetadata"
        | "startAuthorization"
        | "discoverMetadata" => OAUTH,
        "streamText"
        | "generateText"
        | "generateObject"
        | "streamObject"
        | "generateContent"
        | "generateContentStream" => MODEL,
        _ => return None,
    })
}

pub(crate) fn called(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) -> Option<Value> {
    if let Some(what) = of_method(call.method) {
        // A function of the project's own has a body to follow, and this is what it is called for.
        let node = lower.source(call.span, what);
        return Some(Value::of_node(node));
    }
    let is_model = [
        "completions.create",
        "messages.create",
        "responses.create",
        "messages.stream",
        "responses.stream",
        "completions.stream",
        "chat.completions.stream",
    ];
    if is_model.iter().any(|end| call.name.ends_with(end)) {
        return Some(Value::of_node(lower.source(call.span, MODEL)));
    }
    // The AI SDK's client lists tools so, and the MCP SDK's completes an argument.
    let is_client = call.name.rsplit_once('.').is_some_and(|(owner, _)| owner.to_ascii_lowercase().ends_with("client"));
    if is_client && (call.method == "tools" || call.method == "complete") {
        return Some(Value::of_node(lower.source(call.span, DESCRIPTION)));
    }
    if matches!(call.method, "useChat" | "useCompletion" | "useObject" | "useAssistant") && call.receiver.is_none() {
        return Some(Value::of_node(lower.source(call.span, MODEL)));
    }
    if matches!(call.method, "useCallTool" | "useToolResult" | "useToolOutput" | "useMcpTool")
        && call.receiver.is_none()
    {
        return Some(Value::of_node(lower.source(call.span, TOOL)));
    }
    if call.method == "request" && call.receiver.is_some() {
        let method = lower.slice(call.span);
        let what = [("tools/call", TOOL), ("tools/list", DESCRIPTION), ("resources/", RESOURCE), ("prompts/", PROMPT)];
        if let Some((_, what)) = what.iter().find(|(name, _)| method.contains(name)) {
            return Some(Value::of_node(lower.source(call.span, what)));
        }
    }
    if matches!(call.name, "fetch" | "globalThis.fetch" | "window.fetch" | "fetchFn") {
        let written = call.expression(0).map(|url| lower.slice(url.span()).to_owned()).unwrap_or_default();
        let url = call.arg(0).text.map(|text| text.to_string()).unwrap_or(written);
        if url.contains(".well-known/oauth") || url.contains(".well-known/openid") {
            return Some(Value::of_node(lower.source(call.span, OAUTH)));
        }
        if url.ends_with("/mcp")
            || url.ends_with("/mcp`")
            || url.contains("/tools/call")
            || url.contains("/api/tool")
            || url.contains("/api/chat")
        {
            return Some(Value::of_node(lower.source(call.span, if url.contains("chat") { MODEL } else { TOOL })));
        }
    }
    if matches!(call.method, "addEventListener" | "on" | "addListener" | "once") {
        listen_call(lower, call);
    }
    if matches!(call.method, "setRequestHandler" | "setNotificationHandler") {
        let schema = call.expression(0).map(|schema| lower.name_of(schema)).unwrap_or_default();
        let what = match schema.as_str() {
            schema if schema.starts_with("Elicit") => Some(ELICITATION),
            schema if schema.contains("CreateMessage") => Some(PROMPT),
            schema if schema.contains("Notification") => Some(DESCRIPTION),
            _ => None,
        };
        if let Some(what) = what {
            let handler = call.arg(1);
            let source = lower.source(call.span, what);
            lower.call_back(handler.node, &[source], call.span);
            return Some(Value::default());
        }
    }
    None
}

/// `target.addEventListener("message", handler)` and its kin.
fn listen_call(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    let Some(event) = call.arg(0).text else { return };
    let owner = call.owner();
    let handler = call.arg(1);
    let is_known = call.receiver.is_some_and(|receiver| receiver.what == What::Events);
    let is_events = |owner: &str| {
        let lower = owner.to_ascii_lowercase();
        ["source", "socket", "stream", "sse", "ws", "channel", "port", "frame", "client", "transport"]
            .iter()
            .any(|word| lower.contains(word))
    };
    let what = match (&*event, owner) {
        ("message" | "messageerror", "" | "self" | "globalThis") if lower.is_worker => WORKER_MESSAGE,
        ("message", "" | "window" | "globalThis" | "self" | "document.defaultView") => MESSAGE,
        ("message", owner) if is_events(owner) => EVENTS,
        (event, _) if is_known && !matches!(event, "open" | "error" | "close") => EVENTS,
        ("tool_result" | "toolResult" | "tool-result" | "tool", _) => TOOL,
        ("delta" | "token" | "chunk" | "completion", _) => MODEL,
        _ => return,
    };
    let source = lower.source(call.written.get(1).map_or(call.span, GetSpan::span), what);
    lower.call_back(handler.node, &[source], call.span);
}

/// A name for what was made as a source of events, whatever its variable is called.
const EVENT_SOURCE: &str = "source";

impl Lower<'_> {
    /// `window.onmessage = handler`
    pub(crate) fn listen(&mut self, handler: &Value, span: Span, owner: &str) {
        let lower_owner = owner.to_ascii_lowercase();
        let is_page = matches!(owner, "window" | "self" | "globalThis");
        let is_events = ["source", "socket", "stream", "sse", "ws", "channel", "port", "this."]
            .iter()
            .any(|word| lower_owner.contains(word));
        let what = match (is_page, self.is_worker) {
            (true, true) => WORKER_MESSAGE,
            (true, false) => MESSAGE,
            _ if is_events => EVENTS,
            _ => return,
        };
        let source = self.source(span, what);
        self.call_back(handler.node, &[source], span);
    }
}

pub(super) fn assigned(lower: &mut Lower<'_>, to: &Assigned<'_, '_>) {
    // What MCP Apps call an app with.
    let called_with = match to.name {
        "ontoolresult" => Some(TOOL),
        "ontoolinput" | "ontoolinputpartial" => Some(MODEL),
        _ => None,
    };
    if let Some(what) = called_with {
        let source = lower.source(to.span, what);
        lower.call_back(to.value.node, &[source], to.span);
    }
    if to.name == "onmessage" {
        let owner =
            if to.object.what == What::Events { EVENT_SOURCE.to_owned() } else { lower.name_of(to.member.object()) };
        lower.listen(to.value, to.span, &owner);
    }
}

/// Properties that say whose data they are, whatever the object is.
pub(crate) fn read(
    lower: &mut Lower<'_>,
    member: &MemberExpression<'_>,
    object: &Value,
    name: &str,
    value: Value,
) -> Value {
    let span = member.span();
    let is_read = |value: &Value| value.node == 0 || value.import().is_none();
    let what = match name {
        "structuredContent" if is_read(&value) => TOOL,
        // `result.content[0].text`, of whatever gave the result.
        "text"
            if object.what == What::Content
                && object.node != 0
                && !matches!(
                    member.object().get_inner_expression(),
                    Expression::Identifier(_) | Expression::StaticMemberExpression(_)
                ) =>
        {
            TOOL
        }
        "toolResult" | "toolOutput" | "tool_result" | "tool_output" => TOOL,
        "authorization_endpoint" | "token_endpoint" | "registration_endpoint" => OAUTH,
        // What the SDK's `startAuthorization` gives, wherever it was kept.
        "authorizationUrl" if !value.is_fixed && is_read(&value) => OAUTH,
        "query" | "params" | "body"
            if matches!(lower.name_of(member.object()).as_str(), "req" | "request" | "ctx.request") =>
        {
            // Server code: what it evaluates or sends on is another's.
            REQUEST
        }
        _ => return value,
    };
    if matches!(what, REQUEST) {
        return value;
    }
    let node = lower.guess(span, what);
    lower.flow(value.node, node, Kind::Flow);
    Value { node, text: None, is_fixed: false, ..value }
}

/// `const { toolResult } = props`, and such a name in a template.
pub(crate) fn named(lower: &mut Lower<'_>, name: &str, value: Value, span: Span) -> Value {
    let is_theirs = matches!(name, "structuredContent" | "toolResult" | "toolOutput" | "tool_result" | "tool_output");
    if !is_theirs || value.import().is_some() {
        return value;
    }
    let node = lower.guess(span, TOOL);
    lower.flow(value.node, node, Kind::Flow);
    Value { node, text: None, is_fixed: false, ..value }
}

/// Methods that a library calls with a server's data.
pub(crate) fn method(lower: &mut Lower<'_>, name: &str, func: usize) {
    let what = match name {
        "redirectToAuthorization" => OAUTH,
        "ontoolresult" | "onToolResult" => TOOL,
        _ => return,
    };
    let Some(param) = lower.out.graph.funcs.get(func).and_then(|func| func.params.first()).copied() else { return };
    let place = lower.out.graph.places.get(param as usize).copied().unwrap_or(0);
    lower.out.sources.push(crate::lower::Source { node: param, span: (place, place), what, is_guess: false });
}
