//! The attack lab's server: a page, a hostile MCP server, and an attacker who counts what reaches him.
//!
//! Two listeners on the loopback interface. `http://localhost:…` serves the page and `/mcp`; `http://127.0.0.1:…` is
//! the attacker. The hosts differ, so the two are different sites, as in a real attack.

mod args;
mod attacker;
mod mcp;
mod page;
mod recent;
mod tools;

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::json;
use tokio::net::TcpListener;

use crate::args::Args;
use crate::attacker::Attacker;

#[tokio::main]
async fn main() -> ExitCode {
    let args = match Args::parse(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(message) => {
            eprintln!("cordon-lab: {message}\n\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    match run(&args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("cordon-lab: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: &Args) -> Result<(), String> {
    if !args.dist.join("index.html").is_file() {
        return Err(format!("no built page in {}: build www first, or name it by --dist", args.dist.display()));
    }
    let page_listener = listen(args.port).await?;
    let attacker_listener = listen(args.attacker_port).await?;
    let page_origin = format!("http://localhost:{}", port_of(&page_listener)?);
    let attacker_origin = format!("http://127.0.0.1:{}", port_of(&attacker_listener)?);

    let attacker = Arc::new(Attacker::default());
    let page = page::router(&args.dist, &page_origin, &attacker_origin, Arc::clone(&attacker));

    announce(&page_origin, &attacker_origin).map_err(|error| format!("cannot write to stdout: {error}"))?;
    tokio::select! {
        result = axum::serve(page_listener, page) => result,
        result = attacker::serve(attacker_listener, attacker) => result,
        result = tokio::signal::ctrl_c() => result,
    }
    .map_err(|error| error.to_string())
}

async fn listen(port: u16) -> Result<TcpListener, String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error} (--port 0 picks one)"))
}

fn port_of(listener: &TcpListener) -> Result<u16, String> {
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

fn announce(page: &str, attacker: &str) -> std::io::Result<()> {
    let addresses = json!({
        "page": format!("{page}/"),
        "undefended": format!("{page}/undefended/"),
        "mcp": format!("{page}/mcp"),
        "attacker": attacker,
    });
    let mut out = std::io::stdout().lock();
    writeln!(out, "{addresses}")?;
    out.flush()?;
    eprintln!("Open {page}/ for the defended page, {page}/undefended/ for the same page without defences.");
    Ok(())
}
