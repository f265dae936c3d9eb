//! `cordon fix-cors`.

use std::process::ExitCode;
use std::time::Duration;

use clap::ValueEnum;
use mcp_cordon::cors::{CorsAudit, CorsFix, fix_cors};

use super::audit_server::{Auth, Plan, cors_target, endpoint, origins, revision};
use super::audit_server::{Credential, Sender};
use super::failure::Failure;
use super::output;

const AFTER_HELP: &str = "\
Exit codes:
  0  the headers were printed
  2  wrong usage
  3  no answer from the server, or one that says to slow down (429)

Examples:
  cordon fix-cors --origin https://client.example --mcp 2025-11-25 https://mcp.example/mcp
  cordon fix-cors --origin https://client.example --offline --as nginx https://mcp.example/mcp";

/// Print the CORS headers that an MCP client in a browser needs, and the configuration that sends them
///
/// Asks the server as pages of other origins would, and says what its answers lack. Ask servers that are yours.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The endpoint, http or https
    url: String,
    /// An origin whose pages are clients. Repeatable
    #[arg(long, value_name = "ORIGIN", required = true)]
    origin: Vec<String>,
    /// The revision of MCP that the server speaks
    #[arg(long, value_name = "REVISION", default_value = "2025-11-25")]
    mcp: String,
    /// How requests prove who sends them
    #[arg(long, value_enum, default_value_t = Auth::Bearer)]
    auth: Auth,
    /// A header of yours that every request carries but preflights, such as a credential; never printed. Repeatable
    #[arg(long, value_name = "NAME: VALUE")]
    header: Vec<String>,
    /// Send nothing: print what the revision needs
    #[arg(long)]
    offline: bool,
    /// Milliseconds between requests
    #[arg(long, value_name = "MS", default_value_t = 50)]
    delay: u64,
    /// Print the configuration of one server alone
    #[arg(long = "as", value_enum, value_name = "SERVER")]
    server: Option<ServerKind>,
    /// Print everything as JSON
    #[arg(long, conflicts_with = "server")]
    json: bool,
}

/// What sends the headers.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ServerKind {
    Express,
    /// FastAPI and Starlette
    Fastapi,
    Axum,
    Caddy,
    Nginx,
}

impl ServerKind {
    fn key(self) -> &'static str {
        match self {
            Self::Express => "express",
            Self::Fastapi => "fastapi",
            Self::Axum => "axum",
            Self::Caddy => "caddy",
            Self::Nginx => "nginx",
        }
    }
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let url = endpoint(&args.url)?;
    let listed = origins(&args.origin)?;
    let mcp = revision(&args.mcp)?;
    let target = cors_target(&url, args.auth, Some(mcp), listed);
    let audit = if args.offline {
        CorsAudit { target, probes: Vec::new() }
    } else {
        let credentials = args.header.iter().map(|written| Credential::parse(written)).collect::<Result<_, _>>()?;
        let mut sender = Sender::new(&url, credentials, Duration::from_millis(args.delay), None)?;
        let audit = Plan::of_cors(target)?.ask_cors(&mut sender)?;
        output::note(&format!("{} requests to {}", sender.sent(), url.href()));
        audit
    };
    let fix = fix_cors(&audit).map_err(|error| Failure::input("URL", error))?;
    match args.server {
        _ if args.json => output::print_json(&fix)?,
        Some(server) => output::print(fix.config.get(server.key()).map_or("", String::as_str))?,
        None => output::print(&text(&fix, args.offline))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn text(fix: &CorsFix, offline: bool) -> String {
    let mut text = String::new();
    let mut add = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    match fix.lacks.len() {
        _ if offline => {}
        0 => add("Nothing in the answers keeps a client out that is allowed.\n"),
        _ => {
            add("What keeps clients out now:\n");
            fix.lacks.iter().for_each(|lack| add(&format!("  {}\n    {}", lack.code, lack.why)));
            add("");
        }
    }
    for (title, headers) in
        [("The answer to a preflight:", &fix.preflight), ("Every other answer, errors too:", &fix.response)]
    {
        add(title);
        add("");
        headers.iter().for_each(|(name, value)| add(&format!("  {name}: {value}")));
        add("");
    }
    add(&format!("For MCP {}. As configuration: --as express, fastapi, axum, caddy or nginx.", fix.mcp));
    text
}
