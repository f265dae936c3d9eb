//! The attack lab's server: a page, a hostile MCP server, clients in frames, and an attacker who counts what reaches him.
//!
//! All of it listens on the loopback interface. One port of `http://localhost` has the page and `/mcp`, another the frames,
//! so that these have an origin of their own; ports of `http://127.0.0.1` are the attacker's. The hosts differ, so that he
//! is another site, as in a real attack.

mod args;
mod attacker;
mod frame;
mod limits;
mod mcp;
mod page;
mod recent;
mod servers;
mod tools;

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::args::Args;
use crate::attacker::Attacker;
use crate::page::Lab;

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
    if let Some(missing) = ["index.html", "frame.html"].iter().find(|file| !args.dist.join(file).is_file()) {
        return Err(format!("no {missing} in {}: build www first, or name it by --dist", args.dist.display()));
    }
    let page_listener = listen(args.port).await?;
    let frame_listener = listen(args.frame_port).await?;
    let page = format!("http://localhost:{}", port_of(&page_listener)?);
    let frame = format!("http://localhost:{}", port_of(&frame_listener)?);
    let attacker = Attacker::start(args.attacker_port, limits::slots()).map_err(|error| {
        format!("cannot listen on 127.0.0.1:{}: {error} (--attacker-port 0 picks one)", args.attacker_port)
    })?;
    let attacker = Arc::new(attacker);
    let tools = tools::load(&attacker.mcp().origin(), &format!("{frame}/own/{}", Attacker::MCP))?;
    let addresses = json!({
        "page": format!("{page}/"),
        "frame": format!("{frame}/"),
        "mcp": format!("{page}/mcp"),
        "attacker": attacker.mcp().origin(),
    });

    let servers = servers::router(&page, &attacker)?;
    let frame_router = frame::router(&args.dist, &page, Arc::clone(&attacker)).merge(servers);
    let page_router = page::router(&args.dist, Lab { page: page.clone(), frame, attacker, tools: tools.into() })?;
    announce(&page, &addresses).map_err(|error| format!("cannot write to stdout: {error}"))?;
    tokio::select! {
        result = axum::serve(page_listener, page_router) => result,
        result = axum::serve(frame_listener, frame_router) => result,
        result = tokio::signal::ctrl_c() => result,
    }
    .map_err(|error| error.to_string())
}

async fn listen(port: u16) -> Result<TcpListener, String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error} (port 0 picks one)"))
}

fn port_of(listener: &TcpListener) -> Result<u16, String> {
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

fn announce(page: &str, addresses: &Value) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{addresses}")?;
    out.flush()?;
    eprintln!("Open {page}/ for the lab. Clients of your own can call {page}/mcp.");
    Ok(())
}
