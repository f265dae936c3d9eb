//! `cordon audit-server`.

mod plan;
mod send;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::ValueEnum;
use mcp_cordon::audit::audit_server;
use mcp_cordon::audit::format::{self, Shown, Subject};
use mcp_cordon::cors::{self, CorsPolicy, CorsPreset};
use mcp_cordon::fetch_metadata::{RequestAuth, RequestTarget};
use mcp_cordon::source::Url;

pub(crate) use self::plan::Plan;
pub(crate) use self::send::{Credential, Sender};
use super::failure::Failure;
use super::output;
use super::report::{FailOn, Format};

const AFTER_HELP: &str = "\
Exit codes:
  0  no finding at or above --fail-on
  1  a finding at or above --fail-on
  2  wrong usage
  3  no answer from the server, or one that says to slow down (429)

Examples:
  cordon audit-server --list https://mcp.example/mcp
  cordon audit-server --mcp 2025-11-25 --origin https://client.example https://mcp.example/mcp
  cordon audit-server --auth cookie --header \"Cookie: id=$ID\" --log access.log http://127.0.0.1:8080/mcp";

/// Judge which requests a server lets through, and who may read its answers
///
/// Sends about fifty requests, one after another, as pages of other sites would have a browser send them.
///
/// Their body is a JSON-RPC ping: no tool is called. No redirect is followed. Audit servers that are yours.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The endpoint, http or https
    url: String,
    /// How requests prove who sends them
    #[arg(long, value_enum, default_value_t)]
    auth: Auth,
    /// A header of yours that every request carries but preflights, such as a credential; never printed. Repeatable
    #[arg(long, value_name = "NAME: VALUE")]
    header: Vec<String>,
    /// The revision of MCP that the server speaks, such as 2025-11-25: a session is opened for the requests, and closed
    #[arg(long, value_name = "REVISION")]
    mcp: Option<String>,
    /// An origin whose pages are meant to be let in. Repeatable
    #[arg(long, value_name = "ORIGIN")]
    origin: Vec<String>,
    /// A path that is exempt from isolation: whether one gets out of it by .. is tried. Repeatable
    #[arg(long, value_name = "PATH")]
    exempt: Vec<String>,
    /// The server's log, as a file: whether it grows while requests are refused
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Try a WebSocket's handshake at the URL, and send nothing over it
    #[arg(long)]
    websocket: bool,
    /// Milliseconds between requests
    #[arg(long, value_name = "MS", default_value_t = 50)]
    delay: u64,
    /// Print the requests and send none
    #[arg(long)]
    list: bool,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The least severity that makes the exit code 1
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    fail_on: FailOn,
}

/// How requests prove who sends them.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum Auth {
    /// A cookie, which browsers add by themselves
    Cookie,
    /// A token that clients add
    Bearer,
    /// Nothing
    #[default]
    None,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let url = endpoint(&args.url)?;
    let listed = origins(&args.origin)?;
    let requests = requests(args, &url)?;
    let plan = Plan::new(requests, cors_target(&url, args.auth, args.mcp.clone(), listed))?;
    if args.list {
        plan.print(args.format == Format::Json)?;
        return Ok(ExitCode::SUCCESS);
    }
    let credentials = args.header.iter().map(|written| Credential::parse(written)).collect::<Result<_, _>>()?;
    let mut sender = Sender::new(&url, credentials, Duration::from_millis(args.delay), args.log.as_deref())?;
    let audit = plan.ask(&mut sender)?;
    output::note(&format!("{} requests to {}", sender.sent(), url.href()));
    if sender.unanswered() > 0 {
        output::note(&format!("{} got no answer, which tells nothing", sender.unanswered()));
    }
    let report = audit_server(&audit);
    let shown = [Shown::new(&report, Subject::Url(url.href().to_owned()))];
    let table = || shown.iter().map(|shown| format::table(shown, output::style())).collect();
    args.format.print(&shown, || output::print_json(&report), table)?;
    Ok(args.fail_on.exit_code(&shown))
}

pub(crate) fn endpoint(written: &str) -> Result<Url, Failure> {
    let url = Url::parse(written, None).filter(Url::is_http);
    let url = url.ok_or_else(|| Failure::input(written, "expected an http or https URL"))?;
    if url.has_credentials() {
        return Err(Failure::Input("URL: a user name or a password in it would end up in the report".to_owned()));
    }
    Ok(url)
}

fn requests(args: &Args, url: &Url) -> Result<RequestTarget, Failure> {
    if let Some(written) = args.exempt.iter().find(|path| !path.starts_with('/') || path.contains(['?', '#', ' '])) {
        return Err(Failure::input("--exempt", format!("{written:?}: expected a path such as /badge")));
    }
    if let Some(written) = &args.mcp {
        revision(written)?;
    }
    Ok(RequestTarget {
        url: Some(url.href().to_owned()),
        auth: match args.auth {
            Auth::Cookie => RequestAuth::Cookie,
            Auth::Bearer => RequestAuth::Bearer,
            Auth::None => RequestAuth::None,
        },
        origins: args.origin.clone(),
        exempt_paths: args.exempt.clone(),
        mcp: args.mcp.clone(),
        websocket: args.websocket,
        ..RequestTarget::default()
    })
}

/// The origins, each of which is one, as browsers write it.
pub(crate) fn origins(written: &[String]) -> Result<Option<Vec<String>>, Failure> {
    // What a policy lists, written as browsers do; everybody is no origin.
    let is_none = |written: &&String| match CorsPolicy::mcp(CorsPreset::Mcp20251125, [written.as_str()]) {
        Ok(policy) => policy.allows_any() || !policy.is_canonical(),
        Err(_) => true,
    };
    match written.iter().find(is_none) {
        Some(one) => {
            Err(Failure::input("--origin", format!("{one:?}: expected an origin such as https://client.example")))
        }
        None => Ok((!written.is_empty()).then(|| written.to_vec())),
    }
}

/// A revision, which is a date.
pub(crate) fn revision(written: &str) -> Result<String, Failure> {
    if written.len() != 10 || !written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return Err(Failure::input("--mcp", format!("{written:?}: expected a revision such as 2025-11-25")));
    }
    Ok(written.to_owned())
}

pub(crate) fn cors_target(url: &Url, auth: Auth, mcp: Option<String>, origins: Option<Vec<String>>) -> cors::Target {
    cors::Target {
        url: url.href().to_owned(),
        auth: match auth {
            Auth::Cookie => cors::Auth::Cookie,
            Auth::Bearer => cors::Auth::Bearer,
            Auth::None => cors::Auth::None,
        },
        mcp,
        origins,
        ..cors::Target::default()
    }
}
